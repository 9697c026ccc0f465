using System.CommandLine;
using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Takes the mean cosine between samples of each two classes at the last trained layer.</summary>
internal sealed class CosineSimilarityAnalysis() : RunAnalysis("cosine-similarity", "how alike samples of the same and of different classes are at the last trained layer (Figure 6B-C)")
{
    /// <summary>Samples where the user does not say: 200 of each of ten classes.</summary>
    public const int DefaultSamples = 2000;

    public override IReadOnlyList<Option> Options => [];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet images, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(images);
        CosineSimilarityResult result = CosineSimilarity.Run(
            call.Network, x0, AnalysisCall.Classes(images), call.Network.Spec.Classes, call.Stop) with
        { Split = split };
        call.Store(this, result);
        return new(
            result,
            [
                ("Samples", $"{result.Samples.Sum():N0}, at layer {result.Layer}"),
                ("States x(T)", Summary(result.State)),
                ("Residuals y(T)", Summary(result.Residual)),
            ]);

        static string Summary(CosineMatrix matrix) =>
            $"within classes {matrix.Within:F4}, between {matrix.Between:F4}, contrast {matrix.Contrast:F4}; largest on the diagonal in {matrix.RowsLargestOnDiagonal} of {matrix.Classes} rows";
    }

    public override CosineSimilarityResult Load(RunFolder run) => run.ReadResult<CosineSimilarityResult>(Name);
}
