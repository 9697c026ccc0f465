using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Layers saved by early exits against the error (a), and the share of samples that has stopped by layer (b).</summary>
internal sealed class EarlyExitFigure(string name, string network, EarlyExitResult result) : IFigure
{
    private const float PanelHeight = 210, LegendHeight = 64;
    private static readonly LineLook Settled = new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f);
    private static readonly LineLook Margin = new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.75f);
    private static readonly LineLook Full = new(Colors.Gray, LinePattern.Dotted, 1.25f);
    private static readonly PixelPadding Padding = new(50, 14, 36, 20);

    /// <summary>One for each network; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<EarlyExitResult>() is not null)
        .Select((network, i) => new EarlyExitFigure($"early-exit{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<EarlyExitResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Caption =>
        $"{network}, {result.Samples} {(result.Split == "test" ? "test" : "training")} images. A sample stops once its residuals change by no more than a tolerance, mean |y(t) − y(t−1)|"
        + (result.MarginRefusal is null ? ", or once the margin of its class is larger than what the remaining layers can take away, which changes no class" : "")
        + $". a: error against the share of layers saved; dotted, the error of all {result.Depth} layers. b: share of samples that have stopped by layer t.";

    /// <inheritdoc />
    public FigureText Text => new($"Early exits: {network}", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["rule", "tolerance", "mean_layers", "saved", "error", "changed"],
            result.Points.Select(point => (IReadOnlyList<object>)
                [point.Tolerance is null ? "margin" : "change", point.Tolerance ?? double.NaN, point.MeanLayers, Saved(point), point.Error, point.Changed])),
        new(name + "-layers", ["rule", "tolerance", "layer", "stopped"],
            from point in result.Points
            from t in Enumerable.Range(1, result.Depth)
            select (IReadOnlyList<object>)[point.Tolerance is null ? "margin" : "change", point.Tolerance ?? double.NaN, t, point.Stopped[t - 1]]),
    ];

    private EarlyExitPoint[] Tolerances => [.. result.Points.Where(point => point.Tolerance is not null)];

    private EarlyExitPoint? Decided => result.Points.FirstOrDefault(point => point.Tolerance is null);

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f;
        sheet.Panel(Errors(), 0, 0, half, PanelHeight, "a");
        sheet.Panel(Stopped(), half, 0, half, PanelHeight, "b");
        (string, LineLook)[] margin = Decided is null ? [] : [("margin decided", Margin)];
        sheet.Legend([("residual settled", Settled), .. margin, ("all layers", Full)], Padding.Left, PanelHeight + 1, 3, 0);
        sheet.Legend([.. margin, .. Tolerances.Select((point, i) => ($"≤ {point.Tolerance!.Value.ToString("0.######", CultureInfo.InvariantCulture)}", Look(i)))], half + Padding.Left - 30, PanelHeight + 1, 4, 115);
    }

    private Plot Errors()
    {
        Plot plot = FigureStyle.NewPlot("layers saved (%)", "error (%)", Padding);
        LogAxis axis = new(result.Points.Select(point => 100 * point.Error).Append(100 * result.FullError));
        FigureStyle.AddLine(plot, [-2, 102], [axis.At(100 * result.FullError), axis.At(100 * result.FullError)], Full);
        Curves.AddLine(plot, [.. Tolerances.Select(point => 100 * Saved(point))], [.. Tolerances.Select(point => axis.At(100 * point.Error))], Settled);
        foreach (EarlyExitPoint point in result.Points)
        {
            plot.Add.Marker(
                100 * Saved(point), axis.At(100 * point.Error), point.Tolerance is null ? MarkerShape.FilledDiamond : MarkerShape.FilledCircle, point.Tolerance is null ? 9 : 5,
                point.Tolerance is null ? Margin.Colour : Settled.Colour);
        }

        plot.Axes.SetLimitsX(-2, 102);
        axis.Apply(plot);
        return plot;
    }

    private Plot Stopped()
    {
        Plot plot = FigureStyle.NewPlot("layer t", "stopped (%)", Padding);
        double[] x = [.. Enumerable.Range(1, result.Depth).Select(t => (double)t)];
        for (int i = 0; i < Tolerances.Length; i++)
        {
            Curves.AddLine(plot, x, Cumulative(Tolerances[i]), Look(i));
        }

        if (Decided is not null)
        {
            Curves.AddLine(plot, x, Cumulative(Decided), Margin);
        }

        new LayerAxis([.. Enumerable.Range(1, result.Depth)]).Apply(plot);
        plot.Axes.SetLimitsY(-2, 102);
        return plot;
    }

    // Before the last layer: those that run all of them are no early exits.
    private double[] Cumulative(EarlyExitPoint point) =>
        [.. Enumerable.Range(1, result.Depth).Select(t => t == result.Depth ? double.NaN : 100.0 * point.Stopped[..t].Sum() / result.Samples)];

    private double Saved(EarlyExitPoint point) => 1 - (point.MeanLayers / result.Depth);

    private LineLook Look(int i) => Settled with { Colour = Settled.Colour.WithAlpha(0.35 + (0.65 * (i + 1) / Math.Max(1, Tolerances.Length))), Pattern = FigureStyle.PatternOf(7 * (i % 3)) };
}
