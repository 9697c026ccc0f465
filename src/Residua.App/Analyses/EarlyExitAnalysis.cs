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

/// <summary>Stops each sample when its class is decided or its residual has settled, and measures what that saves and costs.</summary>
internal sealed class EarlyExitAnalysis() : RunAnalysis("early-exit", "layers saved and errors made where samples stop once decided or settled")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 2000;

    private readonly Option<string> _tolerances = new("--exit-tolerances") { HelpName = "X,Y", Description = "Mean |y(t) - y(t-1)| at which a sample stops [default: 7 from 5e-4 to 0.05]" };

    public override IReadOnlyList<Option> Options => [_tolerances];

    public override string? Refusal(LayeredNetwork network) => network.Depth < 2 ? "with one layer there is none to save." : null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        EarlyExitOptions options = new();
        options = options with { Tolerances = call.Invocation.Value(_tolerances)?.Numbers(0, Most.Real) ?? options.Tolerances };
        (ImageSet images, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(images);
        EarlyExitResult result = EarlyExit.Measure(
            call.Network, call.Network, call.Network.Parameters.Classifier, x0, AnalysisCall.Classes(images), options, call.Progress, call.Stop) with
        { Split = split };
        call.Store(this, result);
        return new(result, [("All layers", $"{result.Depth}, error {Readable.Percent(result.FullError)} of {result.Samples:N0} {split} images"), .. result.Points.Select(Line), .. Refused(result)]);
    }

    public override EarlyExitResult Load(RunFolder run) => run.ReadResult<EarlyExitResult>(Name);

    private static (string, string) Line(EarlyExitPoint point) =>
    (
        point.Tolerance is { } tolerance ? $"Change ≤ {tolerance.ToString("G3", CultureInfo.InvariantCulture)}" : "Margin decided",
        $"{point.MeanLayers:F2} layers, error {Readable.Percent(point.Error)}, {Readable.Percent(point.Changed)} classified otherwise");

    private static IEnumerable<(string, string)> Refused(EarlyExitResult result) =>
        result.MarginRefusal is { } refusal ? [("Margin", $"not bounded: {refusal}")] : [];
}
