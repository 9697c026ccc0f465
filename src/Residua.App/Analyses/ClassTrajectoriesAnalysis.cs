using System.CommandLine;
using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Takes mean and standard deviation of each class's states, residuals and pre-activations through depth.</summary>
internal sealed class ClassTrajectoriesAnalysis() : RunAnalysis("class-trajectories", "states, residuals and pre-activations of each class through depth")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        using torch.Tensor x0 = call.Embed(samples);
        ClassTrajectoriesResult result = ClassTrajectories.Measure(
            call.Network, x0, AnalysisCall.Classes(samples), call.Network.Spec.Classes, call.Depth, call.Progress, call.Stop) with
        { Split = split };
        call.Store(this, result, Arrays(result));
        return new(result,
        [
            ("Layers", $"{result.Layers.Length} of {result.Depth:N0} (trained with {result.TrainedDepth})"),
            ("Samples", $"{result.Samples.Sum():N0} of {result.Samples.Count(count => count > 0)} classes, {result.Split} images"),
        ]);
    }

    public override ClassTrajectoriesResult Load(RunFolder run)
    {
        ClassTrajectoriesResult result = run.ReadResult<ClassTrajectoriesResult>(Name);
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        float[] Array(string name) => arrays[name].AsFloats().ToArray();
        return result with
        {
            StateMean = Array("state_mean"),
            StateDeviation = Array("state_deviation"),
            ResidualMean = Array("residual_mean"),
            ResidualDeviation = Array("residual_deviation"),
            PreActivationMean = Array("pre_activation_mean"),
            PreActivationDeviation = Array("pre_activation_deviation"),
        };
    }

    private static Dictionary<string, NpyArray> Arrays(ClassTrajectoriesResult result)
    {
        long[] shape = [result.Layers.Length, result.Samples.Length, result.Neurons];
        return new()
        {
            ["layers"] = NpyArray.Of(result.Layers, result.Layers.Length),
            ["state_mean"] = NpyArray.Of(result.StateMean, shape),
            ["state_deviation"] = NpyArray.Of(result.StateDeviation, shape),
            ["residual_mean"] = NpyArray.Of(result.ResidualMean, shape),
            ["residual_deviation"] = NpyArray.Of(result.ResidualDeviation, shape),
            ["pre_activation_mean"] = NpyArray.Of(result.PreActivationMean, shape),
            ["pre_activation_deviation"] = NpyArray.Of(result.PreActivationDeviation, shape),
        };
    }
}
