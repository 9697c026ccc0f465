using Residua.Training;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Loss and test error by epoch, for one run or several.</summary>
internal sealed class TrainingFigure(IReadOnlyList<(string Name, IReadOnlyList<EpochMetrics> Metrics)> runs) : IFigure
{
    private const float PanelHeight = 220, LegendHeight = 16;
    private static readonly LineLook Grey = new(Colors.Gray, LinePattern.Solid, 1.5f);
    private static readonly PixelPadding Padding = new(48, 12, 36, 20);

    private int LegendRows => Math.Max(2, (runs.Count + 2) / 3);

    /// <summary>One for all networks that were trained.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs)
    {
        (string, IReadOnlyList<EpochMetrics>)[] trained = [.. inputs.Networks.Where(network => network.Metrics.Count > 0).Select(network => (network.Name, network.Metrics))];
        return trained.Length == 0 ? [] : [new TrainingFigure(trained)];
    }

    /// <inheritdoc />
    public string Name => "training";

    private static string Title => "Loss and test error through training";

    private static string Caption => "Training by epoch. a: mean cross-entropy, over the epoch's steps on the training images (solid) and after the epoch on the test images (dashed). "
        + "b: share of test images misclassified after the epoch. Vertical axes are logarithmic." + LogAxis.EdgeNote;

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + (LegendRows * LegendHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name, ["run", "epoch", "train_loss", "test_loss", "test_error"],
            from run in runs
            from epoch in run.Metrics
            select (IReadOnlyList<object>)[run.Name, epoch.Epoch, epoch.TrainLoss, epoch.TestLoss, epoch.TestError]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f;
        Plot loss = FigureStyle.NewPlot("epoch", "cross-entropy (nats)", Padding), error = FigureStyle.NewPlot("epoch", "test error (%)", Padding);
        LogAxis losses = new(runs.SelectMany(run => run.Metrics).SelectMany(epoch => new[] { epoch.TrainLoss, epoch.TestLoss }));
        LogAxis errors = new(runs.SelectMany(run => run.Metrics).Select(epoch => 100 * epoch.TestError));
        for (int i = 0; i < runs.Count; i++)
        {
            Add(loss, losses, runs[i].Metrics, epoch => epoch.TrainLoss, Look(i));
            Add(loss, losses, runs[i].Metrics, epoch => epoch.TestLoss, Look(i) with { Pattern = LinePattern.DenselyDashed });
            Add(error, errors, runs[i].Metrics, epoch => 100 * epoch.TestError, Look(i));
        }

        int last = Math.Max(1, runs.Max(run => run.Metrics.Max(epoch => epoch.Epoch)));
        foreach ((Plot plot, LogAxis axis) in new[] { (loss, losses), (error, errors) })
        {
            axis.Apply(plot);
            plot.Axes.SetLimitsX(-0.02 * last, 1.02 * last);
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 8 };
        }

        sheet.Panel(loss, 0, 0, half, PanelHeight, "a");
        sheet.Panel(error, half, 0, half, PanelHeight, "b");
        sheet.Legend([("training images", Grey), ("test images", Grey with { Pattern = LinePattern.DenselyDashed })], Padding.Left, PanelHeight, LegendRows, 0);
        sheet.Legend([.. runs.Select((run, i) => (run.Name, Look(i)))], Padding.Left + 160, PanelHeight, LegendRows, 155);
    }

    private static void Add(Plot plot, LogAxis axis, IReadOnlyList<EpochMetrics> metrics, Func<EpochMetrics, double> value, LineLook look)
    {
        EpochMetrics[] shown = [.. metrics.Where(epoch => double.IsFinite(value(epoch)))];
        double[] x = [.. shown.Select(epoch => (double)epoch.Epoch)], y = [.. shown.Select(epoch => axis.At(value(epoch)))];
        FigureStyle.AddLine(plot, x, y, look);
        ScottPlot.Plottables.Scatter points = plot.Add.ScatterPoints(x, y, look.Colour);
        points.MarkerSize = 4;
        plot.MoveToBack(points); // drawn after a dashed line, its dashes would go on into the markers
    }

    private static LineLook Look(int run) => new(FigureStyle.ColourOf(run), LinePattern.Solid, 1.5f);
}
