using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Growth of small perturbations, and when residuals converge.</summary>
internal sealed class TransientsAnalysis() : RunAnalysis("transients", "reactivity, maximal amplification, and the layers of return and convergence")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    /// <summary>With shared weights perturbations are followed over this many times the trained depth.</summary>
    private const int Beyond = 3;

    private readonly Option<string> _layers = new("--transient-layers") { HelpName = "LAYERS", Description = $"Layers over which perturbations are followed [default: {Beyond} times the network's with shared weights, else the network's]" };
    private readonly Option<string> _samples = new("--transient-samples") { HelpName = "NUMBER", Description = "Samples whose perturbations are followed [default: 4]" };
    private readonly Option<string> _tolerance = new("--transient-tolerance") { HelpName = "TOLERANCE", Description = "Converged is where the mean |y(t) - y(t-1)| stays at or below this, for a tenth of the depth at least [default: 0.0001]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, _layers, _samples, _tolerance];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        LayeredNetwork network = call.Network;
        TransientOptions options = new();
        options = options with
        {
            AmplificationLayers = call.Invocation.Value(_layers)?.Whole(1, Most.Layers) ?? (network.IsAutonomous ? Beyond * network.Depth : network.Depth),
            AmplificationSamples = call.Invocation.Value(_samples)?.Whole(1, Most.Samples) ?? options.AmplificationSamples,
            ConvergenceTolerance = call.Invocation.Value(_tolerance)?.Number(0, Most.Real) ?? options.ConvergenceTolerance,
        };
        if (options.ConvergenceTolerance <= 0)
        {
            throw new UsageException($"{_tolerance.Name} wants a number above 0.");
        }

        if (options.AmplificationLayers > network.Depth && !network.IsAutonomous)
        {
            throw new UsageException($"{_layers.Name} wants at most {network.Depth}: other than shared weights end there.");
        }

        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        TransientResult result = TransientMeasures.Measure(network, x0, call.Depth, options, call.Progress, call.Stop) with { Split = split };
        call.Store(this, result);
        return new(result, Summary(result));
    }

    public override TransientResult Load(RunFolder run) => run.ReadResult<TransientResult>(Name);

    private static (string, string)[] Summary(TransientResult result)
    {
        int[] converged = [.. result.ConvergenceLayer.OfType<int>().Order()];
        return
        [
            ("Converged", $"{Readable.Percent(converged.Length / (double)result.Samples)} by layer {result.Depth:N0}"
                + (converged.Length > 0 ? $", at layer {converged[converged.Length / 2]} (median; {converged[0]} to {converged[^1]})" : "")),
            ("Perturbations of", $"{result.AmplificationSamples.Length} samples, {result.Options.AmplificationLayers} layers"),
            ("  reactivity", $"map {Values(result.MapReactivity)}; flow {Values(result.FlowReactivity)}"),
            ("  amplified", $"by {Values(result.MaximalAmplification.Select(Math.Exp))} at layer {string.Join(", ", result.MaximalAmplificationLayer)}"
                + (result.MaximalAmplificationLayer.Contains(result.Options.AmplificationLayers) ? " (the last followed: perhaps more beyond)" : "")),
            ("  x returns", Layers(result.StateReturnLayer)),
            ("  y peaks", string.Join(", ", result.ResidualPeakLayer)),
            ("  y returns", Layers(result.ResidualReturnLayer)),
        ];

        static string Values(IEnumerable<double> values) => string.Join(", ", values.Select(value => $"{value:G3}"));

        static string Layers(int?[] layers) => string.Join(", ", layers.Select(layer => layer is { } at ? $"at {at}" : "no"));
    }
}
