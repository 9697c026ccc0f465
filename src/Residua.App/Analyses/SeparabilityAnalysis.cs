using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Measures how well classes can be told apart by layer, and by the whole transient.</summary>
internal sealed class SeparabilityAnalysis() : RunAnalysis("separability", "how well layers and the whole transient tell classes apart", drawsSamples: false)
{
    /// <summary>Training images to fit on, and test images, where the user does not say.</summary>
    public const int DefaultTrain = 5000, DefaultTest = 10_000;

    private readonly Option<string> _train = new("--probe-train") { HelpName = "NUMBER", Description = $"Training images that probes are fitted on (a fifth chooses the penalty), as many of each class [default: {DefaultTrain}]" };
    private readonly Option<string> _test = new("--probe-test") { HelpName = "NUMBER", Description = $"Test images that they are tested on, as many of each class [default: {DefaultTest}]" };

    public override IReadOnlyList<Option> Options => [_train, _test];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        ImageSet train = Draw(call.Data.Train, _train, DefaultTrain), test = Draw(call.Data.Test, _test, DefaultTest);
        SeparabilityOptions options = new();
        options = options with { Neighbours = Math.Min(options.Neighbours, train.Count) };
        using torch.Tensor x0 = call.Embed(train), testX0 = call.Embed(test);
        SeparabilityResult result = Separability.Measure(
            call.Network, x0, AnalysisCall.Classes(train), testX0, AnalysisCall.Classes(test), options, call.Progress, call.Stop);
        call.Store(this, result);
        return new(
            result,
            [
                ("Probe on y(1..T)", $"{Readable.Percent(result.TransientAccuracy)} of {result.TestSamples:N0} test images; the network's own {Readable.Percent(result.NetworkAccuracy)}"),
                ("Probe on y(T)", Readable.Percent(result.LastAccuracy)),
                ("  standard error", $"{Readable.Percent(result.DifferenceError)} of the difference of the two"),
                ("Probe on x(T)", Readable.Percent(result.StateProbe[^1])),
                ("Neighbours in y(1..T)", $"{Readable.Percent(result.TransientNeighbours)}, in y(T) {Readable.Percent(result.LastNeighbours)}, in x(T) {Readable.Percent(result.StateNeighbours[^1])}"),
                ("Silhouette of y(1..T)", $"{result.TransientSilhouette:F3}, of y(T) {result.LastSilhouette:F3}, of x(T) {result.StateSilhouette[^1]:F3}"),
            ]);

        ImageSet Draw(ImageSet images, Option<string> number, int otherwise) => Samples.Balanced(
            images, ((call.Invocation.Value(number)?.Whole(2 * images.Classes, Most.Samples) ?? call.DefaultSamples(otherwise)) + images.Classes - 1) / images.Classes, call.Seed);
    }

    public override SeparabilityResult Load(RunFolder run) => run.ReadResult<SeparabilityResult>(Name);
}
