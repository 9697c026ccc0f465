using ScottPlot;

namespace Residua.App.Figures;

/// <summary>Ends the dashes of what was drawn before: the one paint of a plot keeps them, and SVG has none for markers.</summary>
internal sealed class DashReset : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => rp.Paint.SKPaint.PathEffect = null;
}
