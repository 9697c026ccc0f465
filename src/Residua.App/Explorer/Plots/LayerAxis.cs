using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.LayoutLib.ShapeLib;

namespace Residua.App.Explorer.Plots;

/// <summary>A horizontal axis of layers.</summary>
internal static class LayerAxis
{
    /// <summary>Its name.</summary>
    public const string Title = "layer t";

    /// <summary>A dashed line at the last trained layer; none where it is the last one shown or further.</summary>
    public static IReadOnlyList<Shape> Trained(int trained, int last, Appearance look) => trained >= last ? [] : [At(trained, "dash", look)];

    /// <summary>A line at a layer.</summary>
    public static Shape At(int layer, string dash, Appearance look) => new()
    {
        Type = TypeEnum.Line,
        X0 = layer,
        X1 = layer,
        Y0 = 0,
        Y1 = 1,
        YRef = "paper",
        Line = new() { Color = look.Mark, Width = 1.5m, Dash = dash },
    };

    /// <summary>What the dashed line is, to end a caption with; nothing where there is none.</summary>
    public static string Explained(int trained, int last) => trained >= last ? "" : $" Dashed: layer {trained}, the last trained.";

    /// <summary>Limits for layers from 1 to the last one shown, in the axis' own terms.</summary>
    public static (double Least, double Most)? Limits(int last, bool isLog) => last == 1 ? null : isLog ? (0, Math.Log10(last) + 0.01) : (1, last);
}
