using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using Flat = Plotly.Blazor.Traces.ScatterLib;
using Space = Plotly.Blazor.Traces.Scatter3DLib;

namespace Residua.App.Explorer.Plots;

/// <summary>Trajectories in the plane and in space, a colour for each class. The first traces are the points of the classes, ascending.</summary>
internal static class PlanePlots
{
    private const int PathsPerClass = 3;

    /// <summary>Where the images are at a layer, with the way of some up to there. Limits are those of all layers.</summary>
    /// <param name="paths">The trajectories.</param>
    /// <param name="at">The place among the layers kept.</param>
    /// <param name="isSpace">Whether three components are shown.</param>
    /// <param name="look">Light or dark.</param>
    public static Plot Trajectories(PlanePaths paths, int at, bool isSpace, Appearance look)
    {
        bool isDeep = isSpace && paths.Axes == 3;
        string name = $"plane-{paths.Choice.Signal}-{(paths.Choice.IsUmap ? "umap" : isDeep ? "pca-3d" : "pca")}";
        IGrouping<int, int>[] classes = [.. ByClass([.. paths.Samples.Select(sample => sample.Class)])];
        return new(name, $"{paths.Choice.Signal} at layer {paths.Layers[at]}", paths.Axis(0, isDeep), paths.Axis(1, isDeep), [.. classes.Select(Points), .. at == 0 ? [] : classes.Select(Ways)], Table(paths, at))
        {
            Z = isDeep ? paths.Axis(2, isShort: true) : null,
            RangeX = paths.Range(0),
            RangeY = paths.Range(1),
            RangeZ = isDeep ? paths.Range(2) : null,
            Height = 560,
            Caption = $"{paths.Samples.Length} test images, {paths.Layers.Length} of the layers {paths.Layers[0]} to {paths.Layers[^1]}, all in one embedding. Thin lines: the way of {PathsPerClass} images of each class so far. The CSV file has all layers up to this one. Computed in {FormattableString.Invariant($"{paths.Took.TotalSeconds:F1}")} s.",
        };

        ITrace Points(IGrouping<int, int> members)
        {
            IEnumerable<double> Axis(int axis) => members.Select(sample => paths.At(at, sample, axis));
            string[] text = [.. members.Select(sample => $"class {members.Key}, test image {paths.Samples[sample].Index}, layer {paths.Layers[at]}")];
            string colour = look.Series(members.Key);
            return isDeep ? Grouped(Traces.Cloud($"class {members.Key}", Axis(0), Axis(1), Axis(2), colour, text)) : Grouped(Traces.Points($"class {members.Key}", Axis(0), Axis(1), colour, text, 7));
        }

        ITrace Ways(IGrouping<int, int> members)
        {
            int[] some = [.. members.Take(PathsPerClass)];
            IEnumerable<double> Axis(int axis) => some.SelectMany(sample => Enumerable.Range(0, at + 1).Select(layer => paths.At(layer, sample, axis)).Append(double.NaN));
            string label = $"class {members.Key}", colour = look.Series(members.Key);
            if (!isDeep)
            {
                Scatter line = Traces.Line(label, Axis(0), Axis(1), colour, width: 1, hasLegend: false);
                (line.HoverInfo, line.Opacity) = (Flat.HoverInfoFlag.Skip, 0.6m);
                return line;
            }

            Scatter3D way = Grouped(Traces.Cloud(label, Axis(0), Axis(1), Axis(2), colour));
            (way.Mode, way.Marker, way.ShowLegend, way.HoverInfo, way.Line) = (Space.ModeFlag.Lines, null, false, Space.HoverInfoFlag.Skip, new() { Color = colour, Width = 2m });
            return way;
        }
    }

    /// <summary>The stored plane.</summary>
    public static Plot Stored(StoredPlane plane, bool isUmap, Appearance look)
    {
        TrajectoryPlaneResult result = plane.Result;
        float[] shown = isUmap ? result.Plane : result.PcaPlane;
        string what = result.ByLayer ? $"y(t) of {result.Samples} images at each of {result.Layers} layers" : $"whole transients y(1…{result.Layers}) of {result.Samples} images";
        PlaneQuality quality = isUmap ? result.Umap : result.Pca;
        return new(isUmap ? "umap" : "umap-pca", $"{(isUmap ? "UMAP" : "Principal components")}: {what}", isUmap ? "UMAP 1" : "principal component 1", isUmap ? "UMAP 2" : "principal component 2",
            [.. ByClass(result.Class).Select(Points)],
            new FigureTable("umap", ["sample", "test_image", "layer", "class", "umap_1", "umap_2", "pc_1", "pc_2"], Enumerable.Range(0, result.Class.Length).Select(i => (IReadOnlyList<object>)
            [
                result.Sample[i], Image(i) is { } image ? image.Index : "", result.Layer[i], result.Class[i], result.Plane[2 * i], result.Plane[(2 * i) + 1], result.PcaPlane[2 * i], result.PcaPlane[(2 * i) + 1],
            ])))
        {
            Height = 560,
            Caption = FormattableString.Invariant(
                $"Trustworthiness {quality.Trustworthiness:F3}, continuity {quality.Continuity:F3}; the nearest {result.QualityNeighbours} points vote for the right class in {quality.NeighbourAccuracy:P1} of the cases here and in {result.FullNeighbourAccuracy:P1} in all coordinates. ")
                + (isUmap ? $"{result.Neighbours} neighbours, least distance {FormattableString.Invariant($"{result.MinDistance:G3}")}. UMAP sharpens gaps, and distances between far clusters mean little." : FormattableString.Invariant($"The two components carry {result.PcaShareOfVariance:P1} of the variance.")),
        };

        SampleImage? Image(int point) => plane.Images.Count > 0 ? plane.Images[result.Sample[point]] : null;

        ITrace Points(IGrouping<int, int> members) => Grouped(Traces.Points(
            $"class {members.Key}", members.Select(i => (double)shown[2 * i]), members.Select(i => (double)shown[(2 * i) + 1]), look.Series(members.Key),
            members.Select(i => $"class {members.Key}{(Image(i) is { } image ? $", test image {image.Index}" : "")}{(result.ByLayer ? $", layer {result.Layer[i]}" : "")}"), 5));
    }

    /// <summary>The point that a trace's point stands for, by its place among all; null for a line.</summary>
    /// <param name="classes">The class of each point.</param>
    /// <param name="point">The trace and the place in it.</param>
    public static int? PlaceOf(IReadOnlyList<int> classes, PlotPoint point) =>
        ByClass(classes).ElementAtOrDefault(point.Trace) is { } members && point.Index < members.Count() ? members.ElementAt(point.Index) : null;

    private static IEnumerable<IGrouping<int, int>> ByClass(IReadOnlyList<int> classes) => Enumerable.Range(0, classes.Count).GroupBy(i => classes[i]).OrderBy(members => members.Key);

    private static Scatter Grouped(Scatter points)
    {
        points.LegendGroup = points.Name;
        return points;
    }

    private static Scatter3D Grouped(Scatter3D points)
    {
        points.LegendGroup = points.Name;
        return points;
    }

    private static FigureTable Table(PlanePaths paths, int at) => new(
        "plane",
        ["layer", "test_image", "class", .. Enumerable.Range(1, paths.Axes).Select(axis => paths.Choice.IsUmap ? $"umap_{axis}" : $"pc_{axis}")],
        from layer in Enumerable.Range(0, at + 1)
        from sample in Enumerable.Range(0, paths.Samples.Length)
        select (IReadOnlyList<object>)[paths.Layers[layer], paths.Samples[sample].Index, paths.Samples[sample].Class, .. Enumerable.Range(0, paths.Axes).Select(axis => (object)paths.At(layer, sample, axis))]);
}
