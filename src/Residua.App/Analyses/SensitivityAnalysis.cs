using System.CommandLine;
using System.Globalization;
using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>How a change at each layer reaches the logits: determinants, singular values and gains.</summary>
internal sealed class SensitivityAnalysis() : RunAnalysis("sensitivity", "determinants, singular values and gains from each layer to the logits (eq. 9-10)")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 100;

    public override IReadOnlyList<Option> Options => [SharedOptions.Saturation];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        SensitivityOptions options = new() { Saturation = call.Saturation, Seed = call.Seed };
        SensitivityResult result = Sensitivity.Run(call.Network, call.Network.Parameters.Classifier, x0, options, call.Progress, call.Stop) with { Split = split };
        long width = result.Depth + 1;
        call.Store(this, result, new Dictionary<string, NpyArray>
        {
            ["log10_determinants"] = NpyArray.Of(result.Log10Determinants, result.Samples, width),
            ["largest_gains"] = NpyArray.Of(result.LargestGains, result.Samples, width),
            ["labels"] = NpyArray.Of(AnalysisCall.Classes(samples), result.Samples),
        });
        return new(result, Summary(result));
    }

    public override SensitivityResult Load(RunFolder run)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        return run.ReadResult<SensitivityResult>(Name) with
        {
            Log10Determinants = arrays["log10_determinants"].AsDoubles().ToArray(),
            LargestGains = arrays["largest_gains"].AsDoubles().ToArray(),
        };
    }

    private static (string, string)[] Summary(SensitivityResult result)
    {
        int[] shown = [.. new[] { 1, 4, 10, result.Depth }.Where(s => s <= result.Depth).Distinct()];
        return
        [
            ("Samples", $"{result.Samples:N0}, of {result.Split} images"),
            ("After layer s", string.Join(", ", shown)),
            ("  log10 |det M'(s)|", Each(s => result.MeanLog10Determinant[s])),
            ("  largest gain of S(s)", Each(s => result.LargestGain[s])),
            ("  of a random direction", Each(s => result.RandomGain[s])),
            ("  along y(s)", Each(s => result.ResidualGain[s])),
            ("Unsaturated neurons", $"{result.MeanUnsaturated[0]:F0} at layer 1, {result.MeanUnsaturated[^1]:F0} at layer {result.Depth} (|f'| > {result.Saturation:0e+0})"),
            ("Error of the blocks", $"{result.ReductionError:G2} in log10 |det M'|, on one sample"),
            ("Error of singular values", $"at most {result.SingularValueError:P2}"),
        ];

        string Each(Func<int, double> value) => string.Join(", ", shown.Select(s => value(s).ToString("G4", CultureInfo.InvariantCulture)));
    }
}
