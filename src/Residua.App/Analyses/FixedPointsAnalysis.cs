using System.CommandLine;
using Residua.Analysis;
using Residua.App.Specs;
using Residua.Dynamics;
using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>The fixed points and orbits at which samples end.</summary>
internal sealed class FixedPointsAnalysis() : RunAnalysis("fixed-points", "the fixed points at which images end, what they are, and which classes share them (section 4)", version: 2)
{
    private readonly Option<string> _tolerance = new("--fixed-tolerance") { HelpName = "CHANGE", Description = "A state is settled where no residual changes by more than this in a layer [default: 1e-6]" };
    private readonly Option<string> _samples = new("--fixed-samples") { HelpName = "NUMBER", Description = "Samples of each class to start from [default: 50]" };
    private readonly Option<string> _further = new("--fixed-layers") { HelpName = "LAYERS", Description = "Further layers in which a sample may settle, in float64 [default: 200]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, SharedOptions.Saturation, _tolerance, _samples, _further];

    public override string? Refusal(LayeredNetwork network) => Linearization.Refusal(network);

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        FixedPointOptions options = new() { Saturation = call.Saturation };
        options = options with
        {
            Tolerance = call.Invocation.Value(_tolerance)?.Number(0, 1) ?? options.Tolerance,
            SamplesPerClass = call.Invocation.Value(_samples)?.Whole(1, Most.Samples) ?? options.SamplesPerClass,
            FurtherLayers = call.Invocation.Value(_further)?.Whole(0, Most.Layers) ?? options.FurtherLayers,
        };
        if (options.Tolerance <= 0)
        {
            throw new UsageException($"{_tolerance.Name} wants a number above 0.");
        }

        DeepResiduals deep = call.Deep(EigenvaluesAnalysis.DefaultSamples);
        FixedPointsResult result = FixedPoints.Find(call.Network, deep.Depth, deep.PreActivation, deep.Classes, options, call.ProgressAfterDeep, call.Stop) with { Split = deep.Split };
        call.Store(this, result, Arrays(result));
        return new(result, Summary(result));
    }

    public override FixedPointsResult Load(RunFolder run)
    {
        FixedPointsResult result = run.ReadResult<FixedPointsResult>(Name);
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        double[] Array(string name) => arrays[name].AsDoubles().ToArray();
        return result with
        {
            Initial = Array("x_init"),
            Coordinates = Array("point"),
            EigenvaluesReal = Array("eigenvalues_real"),
            EigenvaluesImaginary = Array("eigenvalues_imaginary"),
        };
    }

    private static Dictionary<string, NpyArray> Arrays(FixedPointsResult result)
    {
        int count = result.Points.Length, samples = result.SampleClasses.Length;
        NpyArray Table(double[] values) => NpyArray.Of(values, count, result.Neurons);
        return new()
        {
            ["x_init"] = Table(result.Initial),
            ["point"] = Table(result.Coordinates),
            ["q"] = NpyArray.Of([.. result.Points.Select(point => point.Q)], count),
            ["iterations"] = NpyArray.Of([.. result.Points.Select(point => point.Iterations)], count),
            ["eigenvalues_real"] = Table(result.EigenvaluesReal),
            ["eigenvalues_imaginary"] = Table(result.EigenvaluesImaginary),
            ["stable_flow"] = NpyArray.Of([.. result.Points.Select(point => Stable(point.StableAsFlow))], count),
            ["stable_map"] = NpyArray.Of([.. result.Points.Select(point => Stable(point.StableAsMap))], count),
            ["kind"] = NpyArray.Of([.. result.Points.Select(point => (int)point.Kind)], count),
            ["mean_labels"] = NpyArray.Of([.. result.ClassMeans.Select(mean => mean.Class)], result.ClassMeans.Length),
            ["mean_found"] = NpyArray.Of([.. result.ClassMeans.Select(mean => mean.Found)], result.ClassMeans.Length),
            ["mean_point"] = NpyArray.Of([.. result.ClassMeans.Select(mean => mean.Point)], result.ClassMeans.Length),
            ["mean_ending"] = NpyArray.Of([.. result.ClassMeans.Select(mean => (int)mean.Ending)], result.ClassMeans.Length),
            ["labels"] = NpyArray.Of(result.SampleClasses, samples),
            ["sample_point"] = NpyArray.Of(result.SamplePoints, samples),
            ["sample_ending"] = NpyArray.Of([.. result.Endings.Select(ending => (int)ending)], samples),
            ["sample_speed"] = NpyArray.Of(result.Speeds, samples),
            ["sample_escape_time"] = NpyArray.Of(result.EscapeTimes, samples),
            ["sample_layers_to_leave"] = NpyArray.Of(result.LayersToLeave, samples),
        };
    }

    // 1 yes, 0 no, -1 not known.
    private static int Stable(bool? stable) => stable switch { true => 1, false => 0, null => -1 };

    private static (string, string)[] Summary(FixedPointsResult result)
    {
        int samples = result.Endings.Length;
        int Ending(SampleEnding ending) => result.Endings.Count(one => one == ending);
        string Points(FixedPointKind kind) => $"{result.Points.Count(point => point.Kind == kind)} ({result.Points.Where(point => point.Kind == kind).Sum(point => point.Settled)} samples)";
        double[] leave = [.. result.LayersToLeave.Where((layers, i) => result.Endings[i] == SampleEnding.Settled && double.IsFinite(layers)).Order()];
        return
        [
            ("From layer", $"{result.Layer:N0}, {samples} samples, up to {result.Options.FurtherLayers} layers further"),
            ("Settled", $"{Ending(SampleEnding.Settled)} to within {result.Options.Tolerance:G2}; periodic {Ending(SampleEnding.Periodic)}, slow {Ending(SampleEnding.Slow)}, moving {Ending(SampleEnding.Moving)}"),
            ("Points", $"{result.Points.Length}, eigenvalues of {result.Decomposed}"),
            ("  attractors", Points(FixedPointKind.Attractor)),
            ("  saddles", $"{Points(FixedPointKind.Saddle)}, unstable dimensions up to {result.Points.Max(point => point.UnstableDimension) ?? 0}"),
            ("  orbits", Points(FixedPointKind.PeriodicOrbit)),
            ("  other", $"{result.Points.Count(point => point.Kind is FixedPointKind.Repeller or FixedPointKind.Degenerate)}, not classified {result.Points.Count(point => point.Kind == FixedPointKind.NotClassified)}"),
            ("Class means", $"at points {result.ClassMeans.Count(mean => mean.Point >= 0)} of {result.ClassMeans.Length}; only from them {result.Points.Count(point => point.Found == 0)} points"),
            ("Largest q", result.Points.Length == 0 ? "-" : $"{result.Points.Where(point => point.Kind != FixedPointKind.PeriodicOrbit).Select(point => point.Q).DefaultIfEmpty().Max():G2}"),
            ("Settled, but leaving", leave.Length == 0 ? "none" : $"{leave.Length}, after {leave[leave.Length / 2]:N0} layers (median)"),
        ];
    }
}
