using System.CommandLine;
using Residua.Analysis;
using Residua.App.Commands;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Removes or perturbs each layer in turn, and measures what the network then answers.</summary>
internal sealed class LesionAnalysis() : RunAnalysis("lesion", "error and change of the logits where one layer is removed or perturbed", version: 2)
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 2000;

    private static readonly Dictionary<string, LesionKind> Kinds = new()
    {
        ["skip"] = LesionKind.Skip,
        ["residual-noise"] = LesionKind.ResidualNoise,
        ["weight-noise"] = LesionKind.WeightNoise,
    };

    private readonly Option<string> _kinds = new("--lesion") { HelpName = "KIND,KIND", Description = $"What to do to a layer, of {string.Join(", ", Kinds.Keys)} [default: all]" };
    private readonly Option<string> _size = new("--lesion-size") { HelpName = "SHARE", Description = "Size of the noise relative to ‖y(s)‖ or ‖W‖ [default: 1]" };
    private readonly Option<string> _draws = new("--lesion-draws") { HelpName = "NUMBER", Description = "How often noise is drawn for each layer [default: 2]" };

    public override IReadOnlyList<Option> Options => [_kinds, _size, _draws, SharedOptions.Saturation];

    public override string? Refusal(LayeredNetwork network) => null;

    /// <summary>What a kind is called.</summary>
    public static string NameOf(LesionKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        Invocation given = call.Invocation;
        LesionOptions options = new() { Saturation = call.Saturation, Seed = call.Seed };
        options = options with
        {
            Kinds = given.Value(_kinds) is { } kinds ? [.. kinds.Words().DefaultIfEmpty("").Distinct().Select(word => Kinds[new OptionValue(kinds.Option, word).OneOf(Kinds.Keys)])] : options.Kinds,
            Size = given.Value(_size)?.Number(0, Most.Real) ?? options.Size,
            Draws = given.Value(_draws)?.Whole(1, Most.Repetitions) ?? options.Draws,
        };
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        LesionResult result = Lesions.Run(
            call.Network, call.Network, call.Network.Parameters.Classifier, x0, AnalysisCall.Classes(samples), options, call.Progress, call.Stop) with
        { Split = split };
        call.Store(this, result);
        return new(result, [.. Summary(result)]);
    }

    public override LesionResult Load(RunFolder run) => run.ReadResult<LesionResult>(Name);

    private static IEnumerable<(string, string)> Summary(LesionResult result)
    {
        int undecided = result.Effects.Sum(effect => effect.Undecided.Sum());
        if (undecided > 0)
        {
            yield return ("Without a class", $"{undecided:N0} answers of lesioned networks, for a logit is not finite; they count as errors");
        }

        yield return ("Intact error", $"{Readable.Percent(result.IntactError)} of {result.Samples:N0} {result.Split} images");
        foreach (LesionEffect effect in result.Effects)
        {
            yield return (NameOf(effect.Kind), $"error {Readable.Percent(effect.Error[0])} at layer 1, {Readable.Percent(effect.Error[^1])} at layer {result.Depth}");
            yield return ("  ‖Δlogits‖", $"{effect.LogitChange[0]:G3} at layer 1, {effect.LogitChange[^1]:G3} at layer {result.Depth}; first order {effect.FirstOrder[0]:G3} and {effect.FirstOrder[^1]:G3}");
            yield return ("  rank correlation", string.Join(", ", effect.Correlations.Select(one => $"{one.Prediction} {one.AcrossLayers:F2}")) + " (across layers)");
        }
    }
}
