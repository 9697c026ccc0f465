using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 2: mean and standard deviation of the residuals through depth, neuron by neuron and over the population.</summary>
internal sealed class ResidualsThroughDepthFigure(string name, string network, UnrollResult result) : IFigure
{
    private const int Columns = 240;
    private const float HeatHeight = 250, StripHeight = 155, LegendWidth = 198;
    private readonly LayerAxis _axis = new(result.Layers);

    private readonly int[] _order =
        [.. Enumerable.Range(0, result.Neurons).OrderByDescending(neuron => result.Mean[((result.Layers.Length - 1) * result.Neurons) + neuron])];

    /// <summary>One for each network that was unrolled.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) =>
        from network in inputs.Networks
        let unroll = network.Find<UnrollResult>()
        where unroll is not null
        select new ResidualsThroughDepthFigure("figure-2" + network.Letter, network.Title, unroll);

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Mean and standard deviation of the residuals through depth: {network}";

    private string Caption =>
        $"{network}, trained with {result.TrainedDepth} layers and run for {result.Depth}. a: mean over {result.Samples} {(result.Split == "test" ? "test" : "training")} images of the residual y of each of the "
        + $"{result.Neurons} neurons (rows, sorted by the mean at the last layer) at each layer (columns). b: standard deviation over the same images, neurons in the same order. "
        + "c: the population through depth: mean residual, mean over neurons of the standard deviation over images and within a class, and mean |y(t) − y(t−1)|."
        + (result.Depth > result.TrainedDepth ? $" The dashed line marks layer {result.TrainedDepth}, the last that was trained." : "");

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(HeatHeight + StripHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", .. Lines.Select(line => line.Column)],
            Enumerable.Range(0, result.Layers.Length).Select(l => (IReadOnlyList<object>)[result.Layers[l], .. Lines.Select(line => (object)line.Values[l])])),
        new(name + "-neurons", ["layer", "row", "neuron", "mean_residual", "standard_deviation"],
            from l in _axis.Columns(Columns).Distinct()
            from row in Enumerable.Range(0, _order.Length)
            let at = (l * result.Neurons) + _order[row]
            select (IReadOnlyList<object>)[result.Layers[l], row, _order[row], result.Mean[at], result.Deviation[at]]),
    ];

    private IReadOnlyList<(string Name, string Column, double[] Values, LineLook Look)> Lines =>
    [
        ("mean y", "mean_residual", result.MeanResidual, new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.25f)),
        ("standard deviation over images", "mean_deviation", result.MeanDeviation, new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.25f)),
        ("standard deviation within a class", "mean_class_deviation", result.MeanClassDeviation, new(FigureStyle.ColourOf(1), LinePattern.DenselyDashed, 1.25f)),
        ("mean |y(t) − y(t−1)|", "mean_absolute_change", result.MeanAbsoluteChange, new(FigureStyle.ColourOf(4), LinePattern.Dotted, 1.75f)),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        bool unit = result.Mean.All(mean => mean is >= 0 and <= 1);
        float half = Size.Width / 2f;
        sheet.Panel(Map(result.Mean, "mean y", unit ? 1 : null, new ScottPlot.Colormaps.Viridis()), 0, 0, half, HeatHeight, "a");
        sheet.Panel(Map(result.Deviation, "standard deviation of y", unit ? 0.5 : null, new ScottPlot.Colormaps.Inferno()), half, 0, half, HeatHeight, "b");
        sheet.Panel(Strip(), 0, HeatHeight, Size.Width, StripHeight, "c");
        sheet.Legend([.. Lines.Select(line => (line.Name, line.Look))], Size.Width - LegendWidth + 8, HeatHeight + 20, Lines.Count, 0);
    }

    private Plot Map(float[] values, string label, double? most, IColormap colours)
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "neuron (sorted)", new PixelPadding(48, 68, 36, 20));
        int[] columns = _axis.Columns(Columns);
        double[,] cells = new double[_order.Length, columns.Length];
        for (int row = 0; row < _order.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                float value = values[(columns[column] * result.Neurons) + _order[row]];
                cells[row, column] = float.IsFinite(value) ? value : double.NaN;
            }
        }

        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(cells);
        map.Rectangle = new CoordinateRect(_axis.Least, _axis.Most, 0, _order.Length);
        map.Colormap = colours;
        map.Smooth = true;
        float[] finite = [.. values.Where(float.IsFinite)];
        double largest = most ?? finite.DefaultIfEmpty(1).Max(), least = most is null ? Math.Min(0, finite.DefaultIfEmpty(0).Min()) : 0;
        map.ManualRange = new ScottPlot.Range(least, Math.Max(largest, least + 1e-6));
        ScottPlot.Panels.ColorBar bar = plot.Add.ColorBar(map);
        bar.Width = 9;
        bar.Label = label;
        bar.LabelStyle.FontSize = FigureStyle.TextSize;
        bar.LabelStyle.Bold = false;
        FigureStyle.StyleAxis(bar.Axis);
        bar.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 6 };
        _axis.Apply(plot);
        _axis.MarkDepth(plot, result.TrainedDepth);
        plot.Axes.SetLimitsY(0, _order.Length);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, _order.Length], ["", ""]);
        plot.HideGrid();
        return plot;
    }

    private Plot Strip()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "population mean", new PixelPadding(48, LegendWidth, 36, 14));
        foreach ((_, _, double[] values, LineLook look) in Lines)
        {
            int[] shown = [.. Enumerable.Range(0, values.Length).Where(l => double.IsFinite(values[l]))];
            FigureStyle.AddLine(plot, [.. shown.Select(l => _axis.At(result.Layers[l]))], [.. shown.Select(l => values[l])], look);
        }

        double[] all = [.. Lines.SelectMany(line => line.Values).Where(double.IsFinite).DefaultIfEmpty(0)];
        _axis.Apply(plot);
        _axis.MarkDepth(plot, result.TrainedDepth);
        plot.Axes.SetLimitsY(Math.Min(0, all.Min()), Math.Max(all.Max() * 1.08, 1e-6));
        return plot;
    }
}
