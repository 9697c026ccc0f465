using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Which neurons are saturated through depth, how sparse the residuals are, and in how many dimensions they vary.</summary>
internal sealed class SaturationAnalysis() : RunAnalysis("saturation", "saturated and unsaturated neurons, sparseness and effective dimension through depth")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, SharedOptions.Saturation];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        SaturationOptions options = new() { Depth = call.Depth };
        options = options with { Thresholds = [.. options.Thresholds, call.Saturation] };
        SaturationResult result = SaturationThroughDepth.Run(call.Network, x0, options, call.Progress, call.Stop) with { Split = split };
        (long thresholds, long layers) = (result.Thresholds.Length, result.Layers.Length);
        call.Store(this, result, new Dictionary<string, NpyArray>
        {
            ["layers"] = NpyArray.Of(result.Layers, layers),
            ["thresholds"] = NpyArray.Of(result.Thresholds, thresholds),
            ["share_low"] = NpyArray.Of(result.ShareLow, thresholds, layers),
            ["share_high"] = NpyArray.Of(result.ShareHigh, thresholds, layers),
            ["mean_unsaturated"] = NpyArray.Of(result.MeanUnsaturated, thresholds, layers),
            ["least_unsaturated"] = NpyArray.Of(result.LeastUnsaturated, thresholds, layers),
            ["most_unsaturated"] = NpyArray.Of(result.MostUnsaturated, thresholds, layers),
            ["share_unsaturated_in_any"] = NpyArray.Of(result.ShareUnsaturatedInAny, thresholds, layers),
        });
        return new(result, [.. Summary(result)]);
    }

    public override SaturationResult Load(RunFolder run)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        double[] Array(string name) => arrays[name].AsDoubles().ToArray();
        return run.ReadResult<SaturationResult>(Name) with
        {
            ShareLow = Array("share_low"),
            ShareHigh = Array("share_high"),
            MeanUnsaturated = Array("mean_unsaturated"),
            LeastUnsaturated = Array("least_unsaturated"),
            MostUnsaturated = Array("most_unsaturated"),
            ShareUnsaturatedInAny = Array("share_unsaturated_in_any"),
        };
    }

    private static IEnumerable<(string, string)> Summary(SaturationResult result)
    {
        yield return ("Layers", $"{result.Depth:N0} (trained with {result.TrainedDepth}), {result.Samples:N0} {result.Split} images");
        yield return ("At the last layer", "");
        for (int k = 0; k < result.Thresholds.Length; k++)
        {
            int at = ((k + 1) * result.Layers.Length) - 1;
            yield return (
                $"  |f'| > {result.Thresholds[k]:0e+0}",
                $"{result.MeanUnsaturated[at]:F0} of {result.Neurons} neurons ({result.LeastUnsaturated[at]:F0} to {result.MostUnsaturated[at]:F0}); "
                + $"saturated below {Readable.Percent(result.ShareLow[at])}, above {Readable.Percent(result.ShareHigh[at])}");
        }

        yield return ("  |y| < 0.01", Readable.Percent(result.ShareBelow001[^1]));
        yield return ("  sparseness", $"{result.TrevesRolls[^1]:F3} (Treves-Rolls), {result.Hoyer[^1]:F3} (Hoyer)");
        yield return ("  effective dimension", $"{result.EffectiveDimension[^1]:F1}");
    }
}
