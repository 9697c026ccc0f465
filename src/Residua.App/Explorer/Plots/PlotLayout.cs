using Plotly.Blazor;
using Plotly.Blazor.LayoutLib;
using AxisX = Plotly.Blazor.LayoutLib.XAxisLib;
using AxisY = Plotly.Blazor.LayoutLib.YAxisLib;

namespace Residua.App.Explorer.Plots;

/// <summary>The frame around a plot's data.</summary>
internal static class PlotLayout
{
    /// <summary>Axes, colours and margins of a plot.</summary>
    public static Layout Of(Plot plot, Appearance look) => new()
    {
        Height = plot.Height,
        AutoSize = true,
        PaperBgColor = "rgba(0,0,0,0)",
        PlotBgColor = "rgba(0,0,0,0)",
        Font = new() { Color = look.Text, Size = 12, Family = "system-ui, Liberation Sans, sans-serif" },
        Margin = new() { L = 60, R = 12, T = plot.HasLegend ? 32 : 12, B = 48 },
        ShowLegend = plot.HasLegend,
        Legend = [new() { Orientation = Plotly.Blazor.LayoutLib.LegendLib.OrientationEnum.H, Y = 1, X = 0, YAnchor = Plotly.Blazor.LayoutLib.LegendLib.YAnchorEnum.Bottom }],
        HoverMode = HoverModeEnum.Closest,
        UiRevision = plot.Name,
        Shapes = [.. plot.Shapes],
        XAxis = plot.Z is not null ? null : [new()
        {
            Title = new() { Text = plot.X },
            Type = plot.IsLogX ? AxisX.TypeEnum.Log : AxisX.TypeEnum.Linear,
            GridColor = look.Grid,
            ZeroLineColor = look.Grid,
            Range = Range(plot.RangeX),
            DTick = plot.StepX,
            TickVals = Places(plot.NamesX),
            TickText = Names(plot.NamesX),
            AutoMargin = AxisX.AutoMarginFlag.True,
        }],
        YAxis = plot.Z is not null ? null : [new()
        {
            Title = new() { Text = plot.Y },
            Type = plot.IsLogY ? AxisY.TypeEnum.Log : AxisY.TypeEnum.Linear,
            GridColor = look.Grid,
            ZeroLineColor = look.Grid,
            Range = Range(plot.RangeY),
            TickVals = Places(plot.NamesY),
            TickText = Names(plot.NamesY),
            ScaleAnchor = plot.IsEqual ? "x" : null,
            AutoMargin = AxisY.AutoMarginFlag.True,
        }],
        Scene = plot.Z is null ? null : [new()
        {
            XAxis = new() { Title = new() { Text = plot.X }, GridColor = look.Grid, Range = Range(plot.RangeX) },
            YAxis = new() { Title = new() { Text = plot.Y }, GridColor = look.Grid, Range = Range(plot.RangeY) },
            ZAxis = new() { Title = new() { Text = plot.Z }, GridColor = look.Grid, Range = Range(plot.RangeZ) },
        }],
    };

    private static List<object>? Places(IReadOnlyList<string> names) => names.Count == 0 ? null : [.. Enumerable.Range(0, names.Count).Select(place => (object)place)];

    private static List<object>? Names(IReadOnlyList<string> names) => names.Count == 0 ? null : [.. names];

    private static List<object>? Range((double Least, double Most)? limits) => limits is { } given ? [given.Least, given.Most] : null;
}
