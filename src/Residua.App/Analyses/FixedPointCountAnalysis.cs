using System.CommandLine;
using Residua.Analysis;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>Counts the fixed points of eq. 3 for small random matrices; of the run it takes the seed alone.</summary>
internal sealed class FixedPointCountAnalysis() : RunAnalysis("fixed-point-count", "how many fixed points eq. 3 has for random W of 1 to 6 neurons, against 3^N (section 4)", drawsSamples: false)
{
    public override IReadOnlyList<Option> Options => [];

    public override string? Refusal(LayeredNetwork network) => network.Carry == 1 && network.IsAutonomous && network.ActivationName == "logistic"
        ? null
        : "it counts the fixed points of eq. 3, which is of residual networks with shared weights and the logistic activation.";

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        FixedPointCountResult result = FixedPointCount.Run(call.Seed, cancellation: call.Stop);
        call.Store(this, result);
        return new(result, [.. result.Neurons.Select((n, i) => ($"N = {n}", $"{result.Least[i]} to {result.Most[i]}, mean {result.Mean[i]:F1}; bound {result.Bound[i]}, 3^N = {result.Claimed[i]}"))]);
    }

    public override FixedPointCountResult Load(RunFolder run) => run.ReadResult<FixedPointCountResult>(Name);
}
