using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>Takes mean and standard deviation of each class's residuals at the deep layer.</summary>
internal sealed class ClassResidualsAnalysis() : RunAnalysis("class-residuals", "the residuals of each class at the deep layer, and how many neurons tell classes apart (Figure 5)")
{
    /// <summary>Samples where the user does not say: 200 of each of ten classes.</summary>
    public const int DefaultSamples = 2000;

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth];

    public override string? Refusal(LayeredNetwork network) =>
        network.IsAutonomous || network.Depth > 1 ? null : "the network has one layer only, and nothing deeper to look at.";

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        DeepResiduals deep = call.Deep(DefaultSamples);
        ClassResidualsResult result = ClassResiduals.Measure(deep.Residual, deep.Classes, call.Network.Spec.Classes, deep.Depth) with { Split = deep.Split };
        long[] shape = [result.Samples.Length, result.Neurons];
        call.Store(this, result, new Dictionary<string, NpyArray> { ["mean"] = NpyArray.Of(result.Mean, shape), ["deviation"] = NpyArray.Of(result.Deviation, shape) });
        List<(string, string)> summary =
        [
            ("Layer", $"{result.Layer:N0}, {result.Samples.Sum():N0} samples"),
            ("Neurons that differ", $"{Readable.Percent(result.Differing)} by > {ClassResiduals.Different:0.0}, mean over pairs of classes"),
            ("Std within a class", $"{result.MeanClassDeviation:G4}, where the mean is above 0.01 {result.ActiveClassDeviation:G4}; by class {string.Join(", ", result.ClassDeviation.Select(deviation => $"{deviation:G3}"))}"),
        ];
        if (result.NotFinite > 0)
        {
            summary.Add(("Not finite", $"{result.NotFinite:N0} samples; their classes have no numbers"));
        }

        return new(result, summary);
    }

    public override ClassResidualsResult Load(RunFolder run)
    {
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        return run.ReadResult<ClassResidualsResult>(Name) with { Mean = arrays["mean"].AsFloats().ToArray(), Deviation = arrays["deviation"].AsFloats().ToArray() };
    }
}
