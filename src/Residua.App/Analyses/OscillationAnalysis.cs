using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Periods past the deep layer and Lyapunov exponents on the way to it.</summary>
internal sealed class OscillationAnalysis() : RunAnalysis("oscillation", "periods of the residuals past the deep layer, and Lyapunov exponents")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    private const int LeastWindow = 8, LargestWindow = 1024; // 200 samples of 1064 neurons take 0.9 GB there

    private readonly Option<string> _window = new("--oscillation-window") { HelpName = "LAYERS", Description = "Layers past the deep one in which periods, up to half of it, are looked for [default: 128]" };
    private readonly Option<string> _exponents = new("--exponents") { HelpName = "NUMBER", Description = "Lyapunov exponents a sample, the largest ones [default: 4]" };
    private readonly Option<string> _samples = new("--exponent-samples") { HelpName = "NUMBER", Description = "Samples whose exponents are measured [default: 10]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, _window, _exponents, _samples];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        OscillationOptions options = new() { Seed = call.Seed };
        options = options with
        {
            Window = call.Invocation.Value(_window)?.Whole(LeastWindow, LargestWindow) ?? options.Window,
            Exponents = call.Invocation.Value(_exponents)?.Whole(1, Most.Repetitions) ?? options.Exponents,
            ExponentSamples = call.Invocation.Value(_samples)?.Whole(1, Most.Samples) ?? options.ExponentSamples,
        };
        if (call.Invocation.Has(_window) && !call.Network.IsAutonomous)
        {
            throw new UsageException($"{_window.Name} needs shared weights: others have no layers past the last.");
        }

        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        torch.Tensor deep = call.Network.IsAutonomous ? call.Deep(DefaultSamples).PreActivation : x0;
        OscillationResult result = Oscillation.Measure(call.Network, x0, call.Depth, deep, options, call.Network.IsAutonomous ? call.ProgressAfterDeep : call.Progress, call.Stop) with { Split = split };
        call.Store(this, result);
        return new(result, Summary(result));
    }

    public override OscillationResult Load(RunFolder run) => run.ReadResult<OscillationResult>(Name);

    private static List<(string, string)> Summary(OscillationResult result)
    {
        List<(string, string)> lines = [];
        if (result.Window > 0)
        {
            lines.Add(("Past layer", $"{result.Depth:N0}: settled {Readable.Percent(result.ShareSettled)}, drifting {Readable.Percent(result.ShareDrifting)}, "
                + $"period 2 {Readable.Percent(result.SharePeriodTwo)}, longer {Readable.Percent(result.ShareLonger)}, none {Readable.Percent(result.ShareAperiodic)}; {result.Samples} samples"));
        }

        lines.Add(($"Exponents to layer {result.Depth:N0}", $"{result.ExponentSamples.Length} samples, per layer"));
        lines.Add(("  of x, mean", Means(result.StateExponents[^1])));
        if (result.ResidualExponents is { } ofResidual)
        {
            lines.Add(("  of y, mean", Means(ofResidual[^1])));
        }

        lines.Add(("  largest positive", $"{Largest(result.StateExponents[^1]).Count(value => value > 0)} of {result.ExponentSamples.Length} of x"
            + (result.ResidualExponents is { } y ? $", {Largest(y[^1]).Count(value => value > 0)} of y" : "")));
        return lines;

        int Count(double[] values) => values.Length / result.ExponentSamples.Length;

        string Means(double[] values) => string.Join(", ", Enumerable.Range(0, Count(values)).Select(k => $"{values.Where((_, i) => i % Count(values) == k).Average():G3}"));

        IEnumerable<double> Largest(double[] values) => values.Where((_, i) => i % Count(values) == 0);
    }
}
