using System.Globalization;
using Residua.App.Commands;
using Residua.Pruning;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Error against operations (a) and latency (b), latency by layers (c), and criteria for dropping layers, or the loss where weights are shared (d).</summary>
internal sealed class FrontierFigure(string name, string network, FrontierResult result) : IFigure
{
    private const float PanelHeight = 185, LegendLine = 15, LegendHeight = (2 * LegendLine) + 4;
    private static readonly LineLook AsIs = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f);
    private static readonly LineLook Refitted = new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f);
    private static readonly LineLook Whole = new(Colors.Gray, LinePattern.Dotted, 1.25f);
    private static readonly LineLook RandomOrder = new(Colors.Gray.WithAlpha(0.6), LinePattern.Solid, 1f);
    private static readonly PixelPadding Padding = new(50, 14, 36, 20);

    /// <summary>One for each network measured; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<FrontierResult>() is not null)
        .Select((network, i) => new FrontierFigure($"frontier{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<FrontierResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private bool IsRefitted => result.FitImages > 0;

    private int Batches => result.Points[0].Latency.Length;

    private string Title => $"What every number of layers errs and takes: {network}";

    private string Caption =>
        $"{network}, {result.TestImages} test images. The network is cut after its first k layers{(result.Points[^1].Layers > result.Depth ? $", or goes on past its last with the same weights (k > {result.Depth}, open circles)" : "")}; a large circle is the whole network. "
        + $"a: test error against operations an image, with 95 % intervals (Wilson, bars), with the classifier as it is{(IsRefitted ? $" and fitted anew on {result.FitImages} training images, layers frozen" : "")}. "
        + (Batches > 0 ? $"b: against the time of an image. c: that time by number of layers over the whole network's, median and quartiles (band; dotted: k / {result.Depth}) of {result.Points[0].Latency[0].Rounds} rounds, in each of which every depth runs once, on {result.Threads} threads. " : "")
        + (result.SharedWeights ? "d: test loss. With shared weights every layer dropped leaves the same network, so there are no criteria to compare."
            : $"d: test error with k layers left, the others dropped in the order of a criterion (classifier as it is; layers scored once, on {result.ScoreImages} training images).");

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(2 * (PanelHeight + LegendHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name,
            ["layers", "weights", "flops", "parameters", "bytes", "error", "error_low", "error_high", "loss", "refit_error", "refit_loss"],
            result.Points.Select(point => (IReadOnlyList<object>)
            [
                point.Layers, point.Weights, point.Flops, point.Parameters, point.Bytes, point.Error, point.ErrorLow, point.ErrorHigh, point.Loss,
                point.RefitError ?? double.NaN, point.RefitLoss ?? double.NaN,
            ])),
        .. Batches > 0 ? [new FigureTable(name + "-latency", ["layers", "batch", "rounds", "median_seconds", "lower_quartile", "upper_quartile"],
            from point in result.Points
            from one in point.Latency
            select (IReadOnlyList<object>)[point.Layers, one.Batch, one.Rounds, one.Median, one.LowerQuartile, one.UpperQuartile])] : Array.Empty<FigureTable>(),
        .. result.Criteria.Length > 0 ? [new FigureTable(name + "-criteria", ["criterion", "seed", "layers_left", "error", "dropped_next", "score_of_layer"],
            from curve in result.Criteria
            from k in Enumerable.Range(1, result.Depth)
            select (IReadOnlyList<object>)
                [CriterionName.Of(curve.Ranking.Criterion), curve.Ranking.Seed, k, curve.Error[k - 1], curve.Ranking.DropOrder[^k], curve.Ranking.Scores[k - 1]])] : Array.Empty<FigureTable>(),
    ];

    private double[] Layers => [.. result.Points.Select(point => (double)point.Layers)];

    private LogAxis Errors => new(result.Points.SelectMany(point => new[] { point.Error, point.ErrorLow, point.ErrorHigh, point.RefitError ?? point.Error })
        .Concat(result.Criteria.SelectMany(curve => curve.Error)).Select(error => 100 * error).Where(error => error > 0.005));

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f, below = PanelHeight + LegendHeight;
        (string, LineLook)[] errors = [("classifier as it is", AsIs), .. IsRefitted ? [("fitted anew", Refitted)] : Array.Empty<(string, LineLook)>(), ("error of the whole network", Whole)];
        sheet.Panel(Cost(), 0, 0, half, PanelHeight, "a");
        sheet.Legend(errors, Padding.Left, PanelHeight + 1, 2, 130);
        if (Batches > 0)
        {
            sheet.Panel(Time(), half, 0, half, PanelHeight, "b");
            sheet.Panel(TimeByLayers(), 0, below, half, PanelHeight, "c");
            (string, LineLook)[] batches = [.. Enumerable.Range(0, Batches).Select(i => ($"batch {result.Points[0].Latency[i].Batch}", Batch(i)))];
            sheet.Legend(batches, half + Padding.Left, PanelHeight + 1, 2, 130);
            sheet.Legend([.. batches, ("proportional to layers", Whole)], Padding.Left, below + PanelHeight + 1, 2, 130);
        }

        sheet.Panel(result.SharedWeights ? Loss() : Criteria(), half, below, half, PanelHeight, "d");
        sheet.Legend(result.SharedWeights ? errors[..^1] : CriteriaLegend, half + Padding.Left - 36, below + PanelHeight + 1, 2, 112);
    }

    private Plot Cost()
    {
        double scale = result.Points[^1].Flops > 2e8 ? 1e9 : 1e6;
        Plot plot = FigureStyle.NewPlot(scale == 1e9 ? "GFLOP an image" : "MFLOP an image", "test error (%)", Padding);
        LogAxis errors = Errors;
        double[] x = [.. result.Points.Select(point => point.Flops / scale)];
        foreach ((FrontierPoint point, double at) in result.Points.Zip(x))
        {
            FigureStyle.AddLine(plot, [at, at], [errors.At(100 * point.ErrorLow), errors.At(100 * point.ErrorHigh)], AsIs with { Width = 0.75f });
        }

        Pareto(plot, errors, x, AsIs);
        Finish(plot, errors, x);
        return plot;
    }

    private Plot Time()
    {
        Plot plot = FigureStyle.NewPlot("ms an image (log scale)", "test error (%)", Padding);
        LogAxis errors = Errors;
        List<double> all = [];
        for (int i = 0; i < Batches; i++)
        {
            double[] x = [.. result.Points.Select(point => Math.Log10(PerImage(point.Latency[i].Median, i)))];
            all.AddRange(x);
            Pareto(plot, errors, x, Batch(i), refit: false);
        }

        Finish(plot, errors, [.. all]);
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int power = (int)Math.Floor(all.Min()) - 1; power <= Math.Ceiling(all.Max()); power++)
        {
            ticks.AddMajor(power, Math.Pow(10, power).ToString("0.######", CultureInfo.InvariantCulture));
            foreach (int digit in new[] { 2, 3, 4, 5, 6, 7, 8, 9 })
            {
                ticks.AddMinor(power + Math.Log10(digit));
            }
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        return plot;
    }

    private Plot TimeByLayers()
    {
        Plot plot = FigureStyle.NewPlot("layers k", "time / time of the whole", Padding);
        FigureStyle.AddLine(plot, [0, Layers[^1]], [0, Layers[^1] / result.Depth], Whole);
        List<double> shown = [];
        for (int i = 0; i < Batches; i++)
        {
            double whole = result.Points[result.Depth - 1].Latency[i].Median;
            double[] At(Func<LatencyStatistics, double> value) => [.. result.Points.Select(point => value(point.Latency[i]) / whole)];
            Curves.AddBand(plot, Layers, At(one => one.LowerQuartile), At(one => one.UpperQuartile), Batch(i).Colour);
            Curves.AddLine(plot, Layers, At(one => one.Median), Batch(i));
            shown.AddRange(At(one => one.Median));
        }

        new LayerAxis([.. result.Points.Select(point => point.Layers)]).Apply(plot);
        Curves.FitVertical(plot, [.. shown, Layers[^1] / result.Depth], fromZero: true);
        return plot;
    }

    private Plot Criteria()
    {
        Plot plot = FigureStyle.NewPlot("layers left, k", "test error (%)", Padding);
        LogAxis errors = Errors;
        double[] x = [.. Enumerable.Range(1, result.Depth).Select(k => (double)k)];
        foreach (CriterionCurve curve in result.Criteria.Reverse())
        {
            Curves.AddLine(plot, x, [.. curve.Error.Select(error => errors.At(100 * error))], Look(curve.Ranking.Criterion));
        }

        new LayerAxis([.. Enumerable.Range(1, result.Depth)]).Apply(plot);
        errors.Apply(plot);
        return plot;
    }

    private Plot Loss()
    {
        Plot plot = FigureStyle.NewPlot("layers k", "test loss (nats)", Padding);
        LogAxis axis = new(result.Points.SelectMany(point => new[] { point.Loss, point.RefitLoss ?? point.Loss }));
        Curves.AddLine(plot, Layers, [.. result.Points.Select(point => axis.At(point.Loss))], AsIs);
        if (IsRefitted)
        {
            Curves.AddLine(plot, Layers, [.. result.Points.Select(point => axis.At(point.RefitLoss!.Value))], Refitted);
        }

        LayerAxis layers = new([.. result.Points.Select(point => point.Layers)]);
        layers.Apply(plot);
        layers.MarkDepth(plot, result.Depth);
        axis.Apply(plot);
        return plot;
    }

    private void Pareto(Plot plot, LogAxis errors, double[] x, LineLook look, bool refit = true)
    {
        double[] y = [.. result.Points.Select(point => errors.At(100 * point.Error))];
        if (refit && IsRefitted)
        {
            Curves.AddLine(plot, x, [.. result.Points.Select(point => errors.At(100 * point.RefitError!.Value))], Refitted);
        }

        Curves.AddLine(plot, x, y, look);
        foreach ((FrontierPoint point, int i) in result.Points.Select((point, i) => (point, i)))
        {
            MarkerShape shape = point.Layers > result.Depth ? MarkerShape.OpenCircle : MarkerShape.FilledCircle;
            plot.Add.Marker(x[i], y[i], shape, point.Layers == result.Depth ? 9 : 4, look.Colour);
        }
    }

    private void Finish(Plot plot, LogAxis errors, double[] x)
    {
        double whole = errors.At(100 * result.Points[result.Depth - 1].Error), margin = Math.Max(0.04 * (x.Max() - x.Min()), 1e-9);
        FigureStyle.AddLine(plot, [x.Min() - margin, x.Max() + margin], [whole, whole], Whole);
        plot.Axes.SetLimitsX(x.Min() - margin, x.Max() + margin);
        errors.Apply(plot);
    }

    private (string, LineLook)[] CriteriaLegend =>
        [.. result.Criteria.Select(curve => curve.Ranking.Criterion).Distinct().Select(criterion => (CriterionName.Of(criterion).Replace('-', ' '), Look(criterion)))];

    private double PerImage(double seconds, int batch) => 1000 * seconds / result.Points[0].Latency[batch].Batch;

    private static LineLook Batch(int i) => new(FigureStyle.ColourOf(i == 0 ? 4 : i == 1 ? 3 : i), FigureStyle.PatternOf(i), 1.5f);

    private static LineLook Look(DropCriterion criterion) => criterion switch
    {
        DropCriterion.LastResidual => AsIs,
        DropCriterion.ResidualNorm => new(FigureStyle.ColourOf(1), LinePattern.DenselyDashed, 1.5f),
        DropCriterion.BlockInfluence => new(FigureStyle.ColourOf(2), LinePattern.Solid, 1.5f),
        DropCriterion.Sensitivity => new(FigureStyle.ColourOf(4), LinePattern.Dotted, 1.75f),
        DropCriterion.Lesion => new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f),
        _ => RandomOrder,
    };
}
