using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.ShapeLib;

namespace Residua.App.Explorer.Plots;

/// <summary>Lines that are no data.</summary>
internal static class Marks
{
    /// <summary>A dashed vertical line at a value of the horizontal axis.</summary>
    public static Shape Vertical(double at, Appearance look) => new()
    {
        Type = TypeEnum.Line,
        XRef = "x",
        YRef = "paper",
        X0 = at,
        X1 = at,
        Y0 = 0,
        Y1 = 1,
        Line = new() { Color = look.Mark, Width = 1.5m, Dash = "dash" },
    };
}
