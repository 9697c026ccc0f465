using System.Globalization;
using Residua.App.Figures;
using ScottPlot;
using SkiaSharp;

namespace Residua.Benchmarks.Costs;

/// <summary>Time against N (a), T (b), B (c) and samples (d), both axes logarithmic, with the exponent of each curve.</summary>
internal sealed class CostsFigure(IReadOnlyList<CostCurve> curves) : IFigure
{
    private const float PanelHeight = 190, LegendHeight = 50;
    private static readonly PixelPadding Padding = new(50, 14, 36, 16);
    private static readonly (string Axis, string Label)[] s_panels = [("N", "neurons N"), ("T", "layers T"), ("B", "batch B"), ("samples", "samples")];

    /// <inheritdoc />
    public string Name => "costs";

    /// <inheritdoc />
    public FigureText Text => new("What training and analyses cost",
        "Least of three times on two cores; residual nets of random competitive weights, shared, N = 1064, T = 15, B = 128 but for what varies. p: exponent fitted over the larger sizes.");

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(2 * (PanelHeight + LegendHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name, ["axis", "work", "size", "seconds"], from curve in curves
                                                       from i in Enumerable.Range(0, curve.Sizes.Length)
                                                       select (IReadOnlyList<object>)[curve.Axis, curve.Work, curve.Sizes[i], curve.Seconds[i]]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f;
        for (int i = 0; i < s_panels.Length; i++)
        {
            float left = i % 2 * half, top = i / 2 * (PanelHeight + LegendHeight);
            CostCurve[] shown = [.. curves.Where(curve => curve.Axis == s_panels[i].Axis)];
            sheet.Panel(Panel(shown, s_panels[i].Label), left, top, half, PanelHeight, ((char)('a' + i)).ToString());
            sheet.Legend([.. shown.Select((curve, j) => (string.Create(CultureInfo.InvariantCulture, $"{curve.Work}, p = {curve.Exponent:F2}"), Look(j)))], left + Padding.Left, top + PanelHeight, 3, half);
        }
    }

    private static Plot Panel(CostCurve[] shown, string label)
    {
        Plot plot = FigureStyle.NewPlot(label, "seconds", Padding);
        LogAxis seconds = new(shown.SelectMany(curve => curve.Seconds));
        for (int i = 0; i < shown.Length; i++)
        {
            double[] x = [.. shown[i].Sizes.Select(value => Math.Log10(value))], y = [.. shown[i].Seconds.Select(seconds.At)];
            FigureStyle.AddLine(plot, x, y, Look(i));
            for (int j = 0; j < x.Length; j++)
            {
                plot.Add.Marker(x[j], y[j], MarkerShape.FilledCircle, 4, Look(i).Colour);
            }
        }

        ScottPlot.TickGenerators.NumericManual ticks = new();
        double[] sizes = [.. shown.SelectMany(curve => curve.Sizes).Distinct().Order()];
        double last = double.NegativeInfinity;
        foreach (double size in sizes)
        {
            bool hasRoom = Math.Log10(size) - last > 0.09 * Math.Log10(sizes[^1] / sizes[0]);
            ticks.Add(new Tick(Math.Log10(size), hasRoom ? size.ToString(CultureInfo.InvariantCulture) : "", isMajor: hasRoom));
            last = hasRoom ? Math.Log10(size) : last;
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Axes.SetLimitsX(Math.Log10(sizes[0]) - 0.05, Math.Log10(sizes[^1]) + 0.05);
        seconds.Apply(plot);
        return plot;
    }

    private static LineLook Look(int i) => new(FigureStyle.ColourOf(i == 0 ? 4 : i == 1 ? 5 : 3), FigureStyle.PatternOf(i), 1.5f);
}
