using System.CommandLine;
using Residua.Analysis;
using Residua.App.Specs;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>Eigenvalues of the Jacobians of flow and map at the deep layer.</summary>
internal sealed class EigenvaluesAnalysis() : RunAnalysis("eigenvalues", "eigenvalues of the Jacobian at the deep layer, at images and class means (section 6)")
{
    /// <summary>Samples of the deep rollout where the user does not say.</summary>
    public const int DefaultSamples = 2000;

    private readonly Option<string> _samples = new("--eigen-samples") { HelpName = "NUMBER", Description = "Samples of each class whose eigenvalues are computed, beside the class means [default: 20]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, SharedOptions.Saturation, _samples];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        JacobianEigenvaluesOptions options = new() { Saturation = call.Saturation };
        options = options with { SamplesPerClass = call.Invocation.Value(_samples)?.Whole(1, Most.Samples) ?? options.SamplesPerClass };
        DeepResiduals deep = call.Deep(DefaultSamples);
        JacobianEigenvaluesResult result = JacobianEigenvalues.Find(
            call.Network, deep.Depth, deep.Residual, deep.PreActivation, deep.Previous, deep.Classes, options, call.ProgressAfterDeep, call.Stop) with
        { Split = deep.Split };
        call.Store(this, result, Arrays(result));
        return new(result, Summary(result));
    }

    public override JacobianEigenvaluesResult Load(RunFolder run)
    {
        JacobianEigenvaluesResult result = run.ReadResult<JacobianEigenvaluesResult>(Name);
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        double[] Array(string name) => arrays[name].AsDoubles().ToArray();
        return result with
        {
            FlowReal = Array("flow_real"),
            FlowImaginary = Array("flow_imaginary"),
            MapReal = Array("map_real"),
            MapImaginary = Array("map_imaginary"),
        };
    }

    private static Dictionary<string, NpyArray> Arrays(JacobianEigenvaluesResult result)
    {
        PointEigenvalues[] points = [.. result.ClassMeans, .. result.Samples];
        NpyArray Table(double[] values) => NpyArray.Of(values, points.Length, result.Neurons);
        return new()
        {
            ["flow_real"] = Table(result.FlowReal),
            ["flow_imaginary"] = Table(result.FlowImaginary),
            ["map_real"] = Table(result.MapReal),
            ["map_imaginary"] = Table(result.MapImaginary),
            ["labels"] = NpyArray.Of([.. points.Select(point => point.Class)], points.Length),
            ["samples"] = NpyArray.Of([.. points.Select(point => point.Samples)], points.Length),
        };
    }

    private static (string, string)[] Summary(JacobianEigenvaluesResult result)
    {
        int[] positive = [.. result.Samples.Select(sample => sample.Positive).Order()];
        return
        [
            ("At layer", $"{result.Layer:N0}, a neuron saturated at |f'| ≤ {result.Saturation:G2}"),
            ("Class means", $"positive: {string.Join(", ", result.ClassMeans.Select(mean => mean.Positive))}; largest {result.ClassMeans.Max(mean => mean.SpectralAbscissa):G4}"),
            ("  unsaturated", string.Join(", ", result.ClassMeans.Select(mean => mean.Unsaturated))),
            ("  |multiplier| > 1", string.Join(", ", result.ClassMeans.Select(mean => mean.Outside))),
            ("  dropped", $"at most {result.ClassMeans.Max(mean => mean.BackwardError):G2} of the norm; {result.Comparison.LargestDifference:G2} of it away from the whole matrix' eigenvalues"),
            ("Samples", $"{positive.Length} of {result.SamplesAsked} done; positive: median {positive[positive.Length / 2]}, at most {positive[^1]}, none in {positive.Count(count => count == 0)}"),
            ("  largest", $"{result.Samples.Max(sample => sample.SpectralAbscissa):G4}"),
        ];
    }
}
