using System.CommandLine;
using Residua.Analysis;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>How the matrices of variable weights differ from layer to layer.</summary>
internal sealed class WeightDriftAnalysis() : RunAnalysis("weight-drift", "how the matrices of variable weights differ from layer to layer", drawsSamples: false)
{
    public override IReadOnlyList<Option> Options => [];

    public override string? Refusal(LayeredNetwork network) =>
        network.IsAutonomous ? "it compares the matrices of different layers, and this network has one for all." : null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        WeightDriftResult result = WeightDrift.Measure(call.Network, call.Stop);
        call.Store(this, result);
        int closest = Array.IndexOf(result.Differences, result.Differences.Min());
        return new(
            result,
            [
                ("Last pair", $"{result.Differences[^1]:G4} relative difference, cosine {result.Cosines[^1]:G4}"),
                ("First pair", $"{result.Differences[0]:G4} relative difference, cosine {result.Cosines[0]:G4}"),
                ("Closest pair", $"layers {closest + 1} and {closest + 2}, {result.Differences[closest]:G4}"),
            ]);
    }

    public override WeightDriftResult Load(RunFolder run) => run.ReadResult<WeightDriftResult>(Name);
}
