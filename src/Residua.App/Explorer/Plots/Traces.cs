using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace Residua.App.Explorer.Plots;

/// <summary>Lines, bands, points and maps in the style of all plots.</summary>
internal static class Traces
{
    /// <summary>How the line of a class or series is broken, to tell those of much the same colour apart.</summary>
    public static string Dash(int index) => (index / 5 % 3) switch { 0 => "solid", 1 => "dash", _ => "dot" };

    /// <summary>A line.</summary>
    public static Scatter Line(string name, IEnumerable<double> x, IEnumerable<double> y, string colour, string dash = "solid", decimal width = 2, bool hasLegend = true) => new()
    {
        Name = name,
        Mode = ModeFlag.Lines,
        X = Boxed(x),
        Y = Boxed(y),
        Line = new() { Color = colour, Width = width, Dash = dash },
        LegendGroup = name,
        ShowLegend = hasLegend,
    };

    /// <summary>A line with its points marked.</summary>
    public static Scatter Marked(string name, IEnumerable<double> x, IEnumerable<double> y, string colour, string dash = "solid")
    {
        Scatter line = Line(name, x, y, colour, dash);
        line.Mode = ModeFlag.Lines | ModeFlag.Markers;
        line.Marker = new() { Color = colour, Size = 5m };
        return line;
    }

    /// <summary>The band between two lines, in a line's colour; it goes with the line of the same name in the legend.</summary>
    public static Scatter Band(string name, IReadOnlyList<double> x, IReadOnlyList<double> low, IReadOnlyList<double> high, string colour) => new()
    {
        Name = name,
        Mode = ModeFlag.Lines,
        X = Boxed(x.Concat(x.Reverse())),
        Y = Boxed(high.Concat(low.Reverse())),
        Line = new() { Width = 0, Color = colour },
        Fill = FillEnum.ToSelf,
        FillColor = colour + "33",
        LegendGroup = name,
        ShowLegend = false,
        HoverInfo = HoverInfoFlag.Skip,
    };

    /// <summary>Points; the text of each is shown on hover.</summary>
    public static Scatter Points(string name, IEnumerable<double> x, IEnumerable<double> y, string colour, IEnumerable<string>? text = null, decimal size = 6) => new()
    {
        Name = name,
        Mode = ModeFlag.Markers,
        X = Boxed(x),
        Y = Boxed(y),
        Marker = new() { Color = colour, Size = size, Opacity = 0.8m },
        TextArray = text?.ToList(),
        HoverInfo = text is null ? HoverInfoFlag.All : HoverInfoFlag.Text,
    };

    /// <summary>Bars.</summary>
    public static Bar Bars(string name, IEnumerable<double> x, IEnumerable<double> y, string colour) => new()
    {
        Name = name,
        X = Boxed(x),
        Y = Boxed(y),
        Marker = new() { Color = colour },
    };

    /// <summary>Points in space.</summary>
    public static Scatter3D Cloud(string name, IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double> z, string colour, IEnumerable<string>? text = null) => new()
    {
        Name = name,
        Mode = Plotly.Blazor.Traces.Scatter3DLib.ModeFlag.Markers,
        X = Boxed(x),
        Y = Boxed(y),
        Z = Boxed(z),
        Marker = new() { Color = colour, Size = 3m, Opacity = 0.8m },
        TextArray = text?.ToList(),
        HoverInfo = text is null ? Plotly.Blazor.Traces.Scatter3DLib.HoverInfoFlag.All : Plotly.Blazor.Traces.Scatter3DLib.HoverInfoFlag.Text,
    };

    /// <summary>A map of numbers by row and column; rows from below.</summary>
    public static HeatMap Map(IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double[]> rows, string label, bool hasNegative, (double Least, double Most)? range = null) => new()
    {
        X = Boxed(x),
        Y = Boxed(y),
        Z = [.. rows.Select(row => (object)row)],
        ColorScale = hasNegative ? "RdBu" : "Viridis",
        ZMin = range is { } given ? (decimal)given.Least : null,
        ZMax = range is { } limits ? (decimal)limits.Most : null,
        ZMid = hasNegative ? 0m : null,
        ColorBar = new() { Title = new() { Text = label }, Thickness = 12m },
    };

    private static List<object> Boxed(IEnumerable<double> values) => [.. values.Select(value => double.IsFinite(value) ? (object)value : null!)];
}
