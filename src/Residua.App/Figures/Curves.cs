using ScottPlot;

namespace Residua.App.Figures;

/// <summary>Lines and bands over values some of which may not be finite: those are left out.</summary>
internal static class Curves
{
    /// <summary>Draws a line through the finite points; a marker where there is one alone, which is no line.</summary>
    internal static void AddLine(Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> y, LineLook look)
    {
        int[] shown = [.. Enumerable.Range(0, x.Count).Where(i => double.IsFinite(y[i]))];
        FigureStyle.AddLine(plot, [.. shown.Select(i => x[i])], [.. shown.Select(i => y[i])], look);
        if (shown.Length == 1)
        {
            plot.Add.Marker(x[shown[0]], y[shown[0]], MarkerShape.FilledCircle, 5, look.Colour);
        }
    }

    /// <summary>Fills the area between two lines, pale, behind all that was drawn.</summary>
    internal static void AddBand(Plot plot, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, Color colour)
    {
        int[] shown = [.. Enumerable.Range(0, x.Count).Where(i => double.IsFinite(low[i]) && double.IsFinite(high[i]))];
        if (shown.Length < 2)
        {
            return;
        }

        ScottPlot.Plottables.FillY band = plot.Add.FillY([.. shown.Select(i => x[i])], [.. shown.Select(i => low[i])], [.. shown.Select(i => high[i])]);
        band.FillColor = colour.WithAlpha(0.2);
        band.LineWidth = 0;
        plot.MoveToBack(band);
    }

    /// <summary>Limits of a linear vertical axis that show all finite values, with a margin.</summary>
    internal static void FitVertical(Plot plot, IEnumerable<double> values, bool fromZero = false)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double least = fromZero ? Math.Min(0, finite.Min()) : finite.Min(), most = finite.Max(), margin = Math.Max(0.06 * (most - least), 1e-6 * Math.Max(1, Math.Abs(most)));
        plot.Axes.SetLimitsY(fromZero && least == 0 ? 0 : least - margin, most + margin);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 5 };
    }
}
