using Plotly.Blazor;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using Residua.Training;

namespace Residua.App.Explorer.Plots;

/// <summary>Curves of training, of one run or of several over each other.</summary>
internal static class TrainingPlots
{
    /// <summary>Loss by epoch.</summary>
    public static Plot Loss(IReadOnlyList<RunCard> runs, Appearance look) => Curves(runs, look, "loss", "Loss", "cross-entropy (nats)", [("train", run => run.TrainLoss, "dot"), ("test", run => run.TestLoss, "solid")]);

    /// <summary>Errors by epoch.</summary>
    public static Plot Error(IReadOnlyList<RunCard> runs, Appearance look) => Curves(runs, look, "error", "Error", "misclassified (%)", [("train", run => 100 * run.TrainError, "dot"), ("test", run => 100 * run.TestError, "solid")]);

    /// <summary>Layers by epoch.</summary>
    public static Plot Layers(IReadOnlyList<RunCard> runs, Appearance look) => Curves(runs, look, "layers", "Depth", "layers", [("layers", run => run.Depth?.LayersAfter ?? double.NaN, "solid")], isLog: false);

    private static Plot Curves(IReadOnlyList<RunCard> runs, Appearance look, string name, string title, string unit, (string Name, Func<EpochMetrics, double> Value, string Dash)[] curves, bool isLog = true)
    {
        List<ITrace> traces = [];
        foreach ((RunCard run, int i) in runs.Select((run, i) => (run, i)))
        {
            double[] epochs = [.. run.Metrics.Select(epoch => (double)epoch.Epoch)];
            traces.AddRange(curves.Select(curve => Traces.Marked(runs.Count == 1 ? curve.Name : $"{RunFacts.Label(run, runs)}, {curve.Name}", epochs, run.Metrics.Select(curve.Value), look.Series(i), curve.Dash)));
        }

        return new(name, title, "epoch", unit, traces, new FigureTable(name, ["run", "epoch", .. curves.Select(curve => curve.Name)],
            from run in runs
            from epoch in run.Metrics
            select (IReadOnlyList<object>)[run.Id, epoch.Epoch, .. curves.Select(curve => (object)curve.Value(epoch))]))
        {
            IsLogY = isLog,
        };
    }
}
