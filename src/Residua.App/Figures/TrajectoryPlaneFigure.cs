using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 6A: transients in the plane by UMAP (a), and along the first two principal components as a control (b).</summary>
internal sealed class TrajectoryPlaneFigure(string name, string network, TrajectoryPlaneResult result) : IFigure
{
    private const float PanelHeight = 335, LegendHeight = 20, Width = FigureStyle.FullWidth / 2f;
    private static readonly PixelPadding Padding = new(26, 8, 26, 36);

    private readonly int[] _classes = [.. result.Class.Distinct().Order()];

    /// <summary>One for each network whose transients were embedded; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<TrajectoryPlaneResult>() is not null)
        .Select((network, i) => new TrajectoryPlaneFigure($"figure-6a{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<TrajectoryPlaneResult>()!));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new($"Transients in the plane: {network}", Caption);

    private string Caption =>
        $"{network}: {(result.ByLayer ? $"residuals y(t) at each of {result.Layers} layers, joined by sample, a marker at the last" : $"whole transients y(1), …, y({result.Layers}), a point each")}, of "
        + $"{result.Samples} {(result.Split == "test" ? "test" : "training")} images. a: UMAP ({result.Neighbours} neighbours, least distance {result.MinDistance:G3}) of the first {result.Components} principal components, "
        + $"which carry {result.ShareOfVariance:P1} of the variance. b: the first two ({result.PcaShareOfVariance:P1}). A number stands at the median of its class. {Says(result.Umap, "a")} {Says(result.Pca, "b")} "
        + $"Trustworthiness and continuity of {result.QualityNeighbours} neighbours against distances in all coordinates, where the vote of {result.QualityNeighbours} neighbours{(result.ByLayer ? " from other samples" : "")} "
        + $"is right for {result.FullNeighbourAccuracy:P1}. Axes have no units, and distances between clusters in a mean little.";

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["sample", "class", "layer", "umap_1", "umap_2", "component_1", "component_2"],
            Enumerable.Range(0, result.Class.Length).Select(i => (IReadOnlyList<object>)
                [result.Sample[i], result.Class[i], result.Layer[i], result.Plane[2 * i], result.Plane[(2 * i) + 1], result.PcaPlane[2 * i], result.PcaPlane[(2 * i) + 1]])),
        new(name + "-quality", ["plane", "trustworthiness", "continuity", "neighbour_accuracy"],
            new (string, PlaneQuality)[] { ("umap", result.Umap), ("principal components", result.Pca) }
                .Select(row => (IReadOnlyList<object>)[row.Item1, row.Item2.Trustworthiness, row.Item2.Continuity, row.Item2.NeighbourAccuracy])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        foreach ((int i, string title, string axis, float[] plane, PlaneQuality quality) in new[]
        {
            (0, "UMAP", "UMAP", result.Plane, result.Umap), (1, "principal components (control)", "component", result.PcaPlane, result.Pca),
        })
        {
            float left = i * Width;
            sheet.Panel(Panel(plane, axis), left, 0, Width, PanelHeight, ((char)('a' + i)).ToString());
            sheet.Text(title, left + Padding.Left, 13);
            sheet.Text($"trustworthiness {quality.Trustworthiness:F3}, continuity {quality.Continuity:F3}, neighbours' vote {quality.NeighbourAccuracy:P1}", left + Padding.Left, 28);
        }

        ClassMarkers.Legend(canvas, sheet, _classes, 24, PanelHeight + 8, Math.Min(66, (FigureStyle.FullWidth - 24f) / _classes.Length));
    }

    private Plot Panel(float[] plane, string axis)
    {
        Plot plot = FigureStyle.NewPlot($"{axis} 1", $"{axis} 2", Padding);
        double[] x = [.. Enumerable.Range(0, result.Class.Length).Select(i => (double)plane[2 * i])], y = [.. Enumerable.Range(0, result.Class.Length).Select(i => (double)plane[(2 * i) + 1])];
        if (result.ByLayer)
        {
            foreach (IGrouping<int, int> sample in Enumerable.Range(0, x.Length).GroupBy(i => result.Sample[i]))
            {
                Color colour = FigureStyle.ColourOf(result.Class[sample.First()]).WithAlpha(0.25);
                FigureStyle.AddLine(plot, [.. sample.Select(i => x[i])], [.. sample.Select(i => y[i])], new(colour, LinePattern.Solid, 0.4f));
            }
        }

        int[][] shown = [.. _classes.Select(c => Enumerable.Range(0, x.Length).Where(i => result.Class[i] == c && (!result.ByLayer || result.Layer[i] == result.Layers)).ToArray())];
        for (int c = 0; c < _classes.Length; c++)
        {
            ClassMarkers.Add(plot, [.. shown[c].Select(i => x[i])], [.. shown[c].Select(i => y[i])], _classes[c], 2.6f, 0.6);
        }

        for (int c = 0; c < _classes.Length; c++)
        {
            ScottPlot.Plottables.Text number = plot.Add.Text($"{_classes[c]}", Median(shown[c], x), Median(shown[c], y));
            number.LabelFontName = Fonts.Default;
            number.LabelFontSize = FigureStyle.LetterSize;
            number.LabelBold = true;
            number.LabelAlignment = Alignment.MiddleCenter;
            number.LabelFontColor = Colors.Black;
            number.LabelBackgroundColor = Colors.White.WithAlpha(0.75);
            number.LabelPadding = 1;
        }

        (double low, double high) = (x.Min(), x.Max());
        double margin = Math.Max(0.04 * (high - low), 1e-6);
        plot.Axes.SetLimitsX(low - margin, high + margin);
        (low, high) = (y.Min(), y.Max());
        margin = Math.Max(0.04 * (high - low), 1e-6);
        plot.Axes.SetLimitsY(low - margin, high + margin);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        plot.HideGrid();
        return plot;
    }

    private static double Median(int[] points, double[] values) => points.Select(i => values[i]).Order().ElementAt(points.Length / 2);

    private static string Says(PlaneQuality quality, string panel) =>
        $"In {panel} trustworthiness {quality.Trustworthiness:F4}, continuity {quality.Continuity:F4}, and the neighbours' vote right for {quality.NeighbourAccuracy:P1}.";
}
