using System.CommandLine;
using System.Globalization;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>The noise in the residuals through the layers, against the paper's equations for it.</summary>
internal sealed class NoiseFlowAnalysis() : RunAnalysis("noise-flow", "noise in the residuals through depth, measured and by eq. 5, 7 and 8", version: 2)
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 100;

    private readonly Option<string> _amplitudes = new("--noise-flow-amplitudes") { HelpName = "0.001,0.1", Description = "Noise amplitudes [default: 0.001,0.01,0.1,0.5]" };
    private readonly Option<string> _steps = new("--noise-flow-steps") { HelpName = "NUMBER", Description = "Runge-Kutta steps a layer of the flow of eq. 5 [default: 2]" };

    public override IReadOnlyList<Option> Options => [_amplitudes, _steps, .. NoiseInputOptions.All];

    public override string? Refusal(LayeredNetwork network) => NoiseFlow.Refusal(network);

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        NoiseFlowOptions options = new() { Noise = NoiseInputOptions.Read(call) };
        options = options with
        {
            Amplitudes = NoiseInputOptions.Amplitudes(call, _amplitudes) ?? options.Amplitudes,
            StepsPerLayer = call.Invocation.Value(_steps)?.Whole(1, Most.Repetitions) ?? options.StepsPerLayer,
        };
        if (call.Network.Carry == 0 && call.Invocation.Has(_steps))
        {
            throw new UsageException("--noise-flow-steps is about the flow of a residual net; this network is a perceptron.");
        }

        (ImageSet images, string split) = call.Samples(DefaultSamples);
        using torch.Tensor pixels = NoiseInputOptions.Pixels(call, images);
        NoiseFlowResult result = NoiseFlow.Measure(call.Network, call.Network.Embed, pixels, options, call.Progress, call.Stop) with { Split = split };
        call.Store(this, result);
        return new(result, [.. Summary(result)]);
    }

    public override NoiseFlowResult Load(RunFolder run) => run.ReadResult<NoiseFlowResult>(Name);

    private static IEnumerable<(string, string)> Summary(NoiseFlowResult result)
    {
        yield return ("Samples", $"{result.Samples:N0}, {result.Depth} layers");
        foreach (NoiseFlowAmplitude one in result.Amplitudes)
        {
            yield return ($"a = {one.Amplitude:G3}", $"mean norm {one.Norm[0]:G3} in the input, {one.Norm[1]:G3} at layer 1, {one.Norm[^1]:G3} at the last; "
                + $"falls at every layer for {Readable.Percent(one.ShareFalling)} of the samples");
            foreach (NoisePrediction prediction in one.Predictions)
            {
                yield return ($"  {prediction.Form}", $"relative error {prediction.RelativeError[^1]:G3} at the last layer, "
                    + (prediction.BreaksAt is { } layer ? $"above 0.5 from layer {layer.ToString(CultureInfo.InvariantCulture)}" : "never above 0.5"));
            }
        }

        if (result.Conditions is { } conditions)
        {
            yield return ("ρ(DW)", $"{conditions.LeastRadius.Min():G3} to {conditions.LargestRadius.Max():G3} over layers and {conditions.Samples} samples");
            yield return ("‖DW‖₂", $"{conditions.LeastSingularValue.Min():G3} to {conditions.LargestSingularValue.Max():G3}");
        }
    }
}
