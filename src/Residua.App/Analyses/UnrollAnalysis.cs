using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Rolls a run out to any depth and keeps the statistics of its residuals, and signals where asked for.</summary>
internal sealed class UnrollAnalysis() : RunAnalysis("unroll", "statistics of the residuals through depth (Figure 2)")
{
    /// <summary>Samples where the user does not say.</summary>
    public const int DefaultSamples = 200;

    private readonly Option<string> _record = new("--record") { HelpName = "x,y,z", Description = "Signals to keep for every sample: states x, residuals y, pre-activations z [default: none]" };
    private readonly Option<string> _layers = new("--record-layers") { HelpName = "1,2,3|all", Description = "Layers at which signals are kept [default: those of the statistics]" };
    private readonly Option<string> _neurons = new("--neurons") { HelpName = "0,1,2", Description = "Neurons of which signals are kept, from 0 [default: all]" };

    private readonly Option<string> _settle = new("--settle") { HelpName = "TOLERANCE", Description = "Also find the layer at which each sample settles: mean |y(t) - y(t-1)| at most this [default: not looked for]" };

    public override IReadOnlyList<Option> Options => [SharedOptions.Depth, _record, _layers, _neurons, _settle];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        int depth = call.Depth;
        Signals signals = ParseSignals(call.Invocation.Value(_record));
        if (signals == Signals.None && (call.Invocation.Has(_layers) || call.Invocation.Has(_neurons)))
        {
            throw new UsageException("--record-layers and --neurons say where signals are kept, so give --record x, y or z too.");
        }

        (ImageSet samples, string split) = call.Samples(DefaultSamples);
        int[] classes = AnalysisCall.Classes(samples);
        using torch.Tensor x0 = call.Embed(samples);
        UnrollResult result = Unroll.Run(call.Network, x0, classes, depth, call.Progress, call.Stop) with { Split = split };
        Dictionary<string, NpyArray> arrays = new(Arrays(result));
        if (signals != Signals.None)
        {
            Recording record = new()
            {
                Signals = signals,
                SignalLayers = call.Invocation.Value(_layers) is not { } layers ? LayerSelection.Only(result.Layers)
                    : layers.Text == "all" ? LayerSelection.All
                    : LayerSelection.Only(layers.Wholes(1, Most.Layers)),
                Neurons = call.Invocation.Value(_neurons)?.Wholes(0, Most.Samples),
            };
            RecordedSignals.Add(arrays, call.Network, x0, depth, record, classes, call.Invocation.Stop);
        }

        List<(string, string)> summary = [.. Summary(result)];
        if (call.Invocation.Value(_settle)?.Number(0, Most.Real) is { } tolerance)
        {
            summary.Add(("Settled", Settle(call, arrays, x0, classes, depth, tolerance)));
        }

        call.Store(this, result, arrays);
        return new(result, summary);
    }

    public override UnrollResult Load(RunFolder run)
    {
        UnrollResult result = run.ReadResult<UnrollResult>("unroll");
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays("unroll");
        float[] Array(string name) => arrays[name].AsFloats().ToArray();
        return result with
        {
            Mean = Array("mean"),
            Deviation = Array("deviation"),
            FinalClassMean = Array("final_class_mean"),
            FinalClassDeviation = Array("final_class_deviation"),
        };
    }

    /// <summary>The arrays that go beside the result.</summary>
    public static IReadOnlyDictionary<string, NpyArray> Arrays(UnrollResult result) => new Dictionary<string, NpyArray>
    {
        ["layers"] = NpyArray.Of(result.Layers, result.Layers.Length),
        ["mean"] = NpyArray.Of(result.Mean, result.Layers.Length, result.Neurons),
        ["deviation"] = NpyArray.Of(result.Deviation, result.Layers.Length, result.Neurons),
        ["final_class_mean"] = NpyArray.Of(result.FinalClassMean, result.Classes, result.Neurons),
        ["final_class_deviation"] = NpyArray.Of(result.FinalClassDeviation, result.Classes, result.Neurons),
    };

    // Adds layers_run and settled [B], with labels [B]: how far each sample ran, and whether it settled or reached the end.
    private static string Settle(AnalysisCall call, Dictionary<string, NpyArray> arrays, torch.Tensor x0, int[] classes, int depth, double tolerance)
    {
        using Trajectory trajectory = Rollout.Run(call.Network, x0, depth, Recording.FinalState, new ConvergedResidual(tolerance), cancellation: call.Stop);
        bool[] settled = [.. trajectory.Reasons.Select(reason => reason == StopReason.Halted)];
        arrays["layers_run"] = NpyArray.Of([.. trajectory.LayersRun], classes.Length);
        arrays["settled"] = NpyArray.Of(settled, classes.Length);
        arrays["labels"] = NpyArray.Of(classes, classes.Length);
        int[] layers = [.. trajectory.LayersRun.Where((_, i) => settled[i]).Order()];
        return layers.Length == 0
            ? $"none of {classes.Length} samples to within {tolerance:G3}"
            : $"{layers.Length} of {classes.Length} samples to within {tolerance:G3}, at layer {layers[layers.Length / 2]} (median; {layers[0]} to {layers[^1]})";
    }

    private static (string, string)[] Summary(UnrollResult result) =>
    [
        ("Layers", $"{result.Depth:N0} (trained with {result.TrainedDepth}), {result.Samples:N0} samples"),
        ("At the last layer", ""),
        ("  mean residual", $"{result.MeanResidual[^1]:G4}"),
        ("  std over samples", $"{result.MeanDeviation[^1]:G4}, within a class {result.MeanClassDeviation[^1]:G4}"),
        ("  mean |y(t) - y(t-1)|", $"{result.MeanAbsoluteChange[^1]:G4}"),
        ("  means < 0.01", Readable.Percent(result.ShareOfMeansBelow001[^1])),
        ("  means > 0.5", Readable.Percent(result.ShareOfMeansAbove05[^1])),
        ("  means > 0.99", Readable.Percent(result.ShareOfMeansAbove099[^1])),
        ("  differing by class", Readable.Percent(result.ShareDifferingBetweenClasses)),
    ];

    private static Signals ParseSignals(OptionValue? value) => value is not { } given ? Signals.None : given.Words()
        .Select(word => new OptionValue(given.Option, word).OneOf("x", "y", "z"))
        .Aggregate(Signals.None, (all, word) => all | RecordedSignals.Named(word));
}
