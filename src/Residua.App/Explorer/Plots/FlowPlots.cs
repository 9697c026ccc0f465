using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using Residua.Dynamics;

namespace Residua.App.Explorer.Plots;

/// <summary>The network, a map, against its flow.</summary>
internal static class FlowPlots
{
    /// <summary>Both ways of one image in the plane.</summary>
    public static Plot Ways(MapAndFlow ways, PlanePaths plane, Appearance look)
    {
        string signal = ways.IsState ? "x" : "y";
        double last = ways.Distance.LastOrDefault(double.IsFinite, double.NaN);
        return new($"map-flow-{signal}", $"Map against flow: {signal} of test image {ways.Image.Index}, class {ways.Image.Class}", plane.Axis(0), plane.Axis(1),
            [
                Traces.Line("flow", ways.Flow.Select(point => point.X), ways.Flow.Select(point => point.Y), look.Series(0)),
                Traces.Marked("map (one point a layer)", ways.Map.Select(point => point.X), ways.Map.Select(point => point.Y), look.Series(1), "dot"),
                Traces.Points("start", ways.Map.Take(1).Select(point => point.X), ways.Map.Take(1).Select(point => point.Y), look.Text, [$"layer {ways.Map[0].Layer}"], 10),
            ],
            new FigureTable("map-flow", ["what", "layer", "pc_1", "pc_2", "relative_distance"],
            [
                .. ways.Map.Select((point, i) => (IReadOnlyList<object>)["map", point.Layer, point.X, point.Y, ways.Distance[i]]),
                .. ways.Flow.Select(point => (IReadOnlyList<object>)["flow", point.Layer, point.X, point.Y, ""]),
            ]))
        {
            Height = 440,
            Caption = $"In all coordinates the map is {FormattableString.Invariant($"{100 * last:F1}")} % away from the flow at layer {ways.Map[^1].Layer}, of the flow's norm."
                + (ways.Outcome == IntegrationOutcome.Done ? "" : $" The flow could be followed only to layer {FormattableString.Invariant($"{ways.Flow[^1].Layer:G4}")}: {ways.Outcome}."),
        };
    }

    /// <summary>The stored distance of residuals through the layers.</summary>
    public static Plot Distance(FlowComparisonResult result, Appearance look)
    {
        double[] layers = [.. result.Layers.Select(layer => (double)layer)];
        return new("flow", $"Distance of map and flow, {result.Samples} images", "layer", "‖y map − y flow‖ / ‖y flow‖",
            [Traces.Marked("distance", layers, result.Distance, look.Series(0))],
            new FigureTable("flow", ["layer", "residual_distance", "network_mean_residual", "flow_mean_residual"],
                result.Layers.Select((layer, l) => (IReadOnlyList<object>)[layer, result.Distance[l], result.NetworkMean[l], result.FlowMean[l]])))
        {
            HasLegend = false,
            Height = 440,
            IsLogY = IsWide([.. result.Distance.Skip(1)]), // at layer 1 both are the same but for rounding
            Caption = FormattableString.Invariant($"Mean over {result.Split} images. At the last layer map and flow agree on the class of {result.Network.ShareSameClass:P1} of the images; wrong: map {result.Network.Error:P1}, flow {result.FlowError:P1}."),
        };
    }

    private static bool IsWide(double[] values) => values.Where(value => value > 0).DefaultIfEmpty(1).Max() > 100 * values.Where(value => value > 0).DefaultIfEmpty(1).Min();
}
