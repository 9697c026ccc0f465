using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Splits the logits by layer and finds where each sample is decided.</summary>
internal sealed class LogitAttributionAnalysis() : RunAnalysis("logit-attribution", "what each layer puts into the logits, and the layer at which each sample is decided")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 5000;

    public override IReadOnlyList<Option> Options => [];

    public override string? Refusal(LayeredNetwork network) =>
        network.Carry == 0 ? "its state is not carried from layer to layer, so the last layer makes the logits alone."
        : network.Spec.Classes < 2 ? "a margin needs two classes or more."
        : null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet images, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(images);
        NetworkParameters parameters = call.Network.Parameters;
        LogitAttributionResult result = LogitAttribution.Run(
            call.Network, parameters.Classifier, parameters.ClassifierBias, x0, AnalysisCall.Classes(images), call.Stop) with
        { Split = split };
        call.Store(this, result, Arrays(result));
        int samples = result.Samples.Sum(), last = result.Layers.Length - 1;
        int most = result.Layers.MaxBy(t => result.Largest[t]);
        return new(
            result,
            [
                ("Samples", $"{samples:N0} {split} images, error by the last layer {Readable.Percent(1 - result.Accuracy[last])}"),
                ("Most of the margin", $"layer {string.Join(", ", result.LargestLayer)} by class; layer {most} in {Readable.Percent(result.Largest[most] / (double)samples)} of samples"),
                ("Decided", $"at layer {result.MedianDecision} (median), {Readable.Percent(result.Decided[last] / (double)samples)} at the last"),
                ("Cancelling", $"{Readable.Percent(result.MeanCancelling)} of the parts of a margin (mean)"),
                ("Readout error", string.Join(", ", result.Accuracy.Select(right => Readable.Percent(1 - right)))),
            ]);
    }

    public override LogitAttributionResult Load(RunFolder run)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        return run.ReadResult<LogitAttributionResult>(Name) with
        {
            Labels = arrays["labels"].AsInts().ToArray(),
            Predictions = arrays["predictions"].AsInts().ToArray(),
            DecisionLayers = arrays["decision_layers"].AsInts().ToArray(),
            Margins = arrays["margins"].AsDoubles().ToArray(),
            Cancelling = arrays["cancelling"].AsDoubles().ToArray(),
        };
    }

    private static Dictionary<string, NpyArray> Arrays(LogitAttributionResult result) => new()
    {
        ["labels"] = NpyArray.Of(result.Labels, result.Labels.Length),
        ["predictions"] = NpyArray.Of(result.Predictions, result.Labels.Length),
        ["decision_layers"] = NpyArray.Of(result.DecisionLayers, result.Labels.Length),
        ["margins"] = NpyArray.Of(result.Margins, result.Labels.Length, result.Layers.Length),
        ["cancelling"] = NpyArray.Of(result.Cancelling, result.Labels.Length),
    };
}
