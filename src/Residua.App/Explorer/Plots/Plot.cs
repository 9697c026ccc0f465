using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using Residua.App.Figures;

namespace Residua.App.Explorer.Plots;

/// <summary>What a plot shows; a value, so that one and the same is not drawn again.</summary>
/// <param name="Name">The stem of exported files.</param>
/// <param name="Title">What it shows.</param>
/// <param name="X">The horizontal axis, with its unit.</param>
/// <param name="Y">The vertical axis, with its unit.</param>
/// <param name="Traces">The data as drawn, thinned where there is more than the eye sees.</param>
/// <param name="Table">All the data, for the CSV.</param>
public sealed record Plot(string Name, string Title, string X, string Y, IReadOnlyList<ITrace> Traces, FigureTable Table)
{
    /// <summary>How to read it; null for nothing more to say.</summary>
    public string? Caption { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool IsLogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic.</summary>
    public bool IsLogY { get; init; }

    /// <summary>Whether a unit is as long on both axes.</summary>
    public bool IsEqual { get; init; }

    /// <summary>Limits of the vertical axis; null for those of the data.</summary>
    public (double Least, double Most)? RangeY { get; init; }

    /// <summary>Limits of the horizontal axis; null for those of the data.</summary>
    public (double Least, double Most)? RangeX { get; init; }

    /// <summary>From tick to tick of the horizontal axis; null for what fits.</summary>
    public int? StepX { get; init; }

    /// <summary>Lines and circles that are no data.</summary>
    public IReadOnlyList<Shape> Shapes { get; init; } = [];

    /// <summary>The name of the third axis of a plot in space; null for a plane.</summary>
    public string? Z { get; init; }

    /// <summary>Limits of the third axis; null for those of the data.</summary>
    public (double Least, double Most)? RangeZ { get; init; }

    /// <summary>What stands at 0, 1, … of the horizontal axis instead of numbers; empty for numbers.</summary>
    public IReadOnlyList<string> NamesX { get; init; } = [];

    /// <summary>What stands at 0, 1, … of the vertical axis instead of numbers; empty for numbers.</summary>
    public IReadOnlyList<string> NamesY { get; init; } = [];

    /// <summary>Whether series are named beside the plot.</summary>
    public bool HasLegend { get; init; } = true;

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; init; } = 360;
}
