using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Cooperation and competition between residuals.</summary>
internal sealed class InteractionsAnalysis() : RunAnalysis("interactions", "cooperation and competition between residuals: signs of W through depth and among those that stay on")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    private readonly Option<string> _threshold = new("--interaction-threshold") { HelpName = "FACTOR", Description = "A weight counts where it is above this times the root mean square weight [default: 1]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, _threshold];

    public override string? Refusal(LayeredNetwork network) => network.Spec.Neurons > 1 ? null : "interactions are between neurons, and this network has one.";

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        InteractionOptions options = new();
        options = options with { Threshold = call.Invocation.Value(_threshold)?.Number(0, Most.Real) ?? options.Threshold };
        (ImageSet samples, _) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        DeepResiduals deep = call.Deep(DefaultSamples);
        InteractionsResult result = Interactions.Measure(
            call.Network, x0, deep.Depth, deep.PreActivation, deep.Residual, deep.Previous, deep.Classes, options, call.Stop) with
        { Split = deep.Split };
        call.Store(this, result);
        return new(result, Summary(result));
    }

    public override InteractionsResult Load(RunFolder run) => run.ReadResult<InteractionsResult>(Name);

    private static (string, string)[] Summary(InteractionsResult result)
    {
        WeightSigns last = result.Weights[^1];
        return
        [
            ("Weights", $"above {result.Options.Threshold:G3} rms: {Readable.Percent(last.SharePositive)} help, {Readable.Percent(last.ShareNegative)} hold down; positive mass {Readable.Percent(last.PositiveMass)}"),
            ("  pairs", $"mutualism {Readable.Percent(last.ShareMutualism)}, competition {Readable.Percent(last.ShareCompetition)}, predation {Readable.Percent(last.SharePredation)}"),
            ("  symmetric part", $"{last.SymmetricPart:F3}; mean W {last.Mean:G3}, of a neuron on itself {last.MeanSelf:G3}"),
            ("Through depth", $"positive mass of f' W {Readable.Percent(result.EffectivePositiveMass[0])} at layer 1, {Readable.Percent(result.EffectivePositiveMass[^1])} at {result.Layers[^1]}"),
            ("Stay on", $"{result.Classes.Where(one => one.Samples > 0).Average(one => one.On):F1} neurons on average"),
            ("  mean W on to on", string.Join(", ", result.Classes.Select(one => $"{one.OnToOn:G3}"))),
            ("  mean W on to off", string.Join(", ", result.Classes.Select(one => $"{one.OnToOff:G3}"))),
            ("  help their own more", $"in {result.ClassesThatCooperateWithin} of {result.ClassesAsked} classes"),
        ];
    }
}
