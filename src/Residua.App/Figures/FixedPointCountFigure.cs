using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How many fixed points random matrices have, against 3^N.</summary>
internal sealed class FixedPointCountFigure(string name, FixedPointCountResult result) : IFigure
{
    private const float PlotWidth = 430, Height = 250;

    /// <summary>One, of the first network for which they were counted: the matrices are not the network's.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Select(network => network.Find<FixedPointCountResult>())
        .OfType<FixedPointCountResult>()
        .Take(1)
        .Select(result => new FixedPointCountFigure("fixed-point-count", result));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new(
        "Fixed points of eq. 3 for random matrices, counted exhaustively",
        $"For each N, {result.Matrices} matrices with W_ij ~ N(0,1), seed {result.Seed}: all 3^N patterns of saturation are tried, and those whose linear system has its "
        + "solution inside (0,1) are counted. Points: mean count; bars: least and largest. Lines: the paper's 3^N; 3^N − 2^N + 1, the most that are possible where no "
        + "system is singular; 2^N, the corners, which are always fixed.");

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)Height);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["neurons", "claimed", "bound", "least", "mean", "most"],
            result.Neurons.Select((n, i) => (IReadOnlyList<object>)[n, result.Claimed[i], result.Bound[i], result.Least[i], result.Mean[i], result.Most[i]])),
    ];

    private IReadOnlyList<(string Name, double[] Values, LineLook Look)> Lines =>
    [
        ("3^N, the paper's count", [.. result.Claimed.Select(value => (double)value)], new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.25f)),
        ("3^N − 2^N + 1, the generic bound", [.. result.Bound.Select(value => (double)value)], new(FigureStyle.ColourOf(4), LinePattern.DenselyDashed, 1.25f)),
        ("2^N, the corners", [.. result.Neurons.Select(n => Math.Pow(2, n))], new(FigureStyle.ColourOf(3), LinePattern.Dotted, 1.75f)),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        Plot plot = FigureStyle.NewPlot("neurons N", "fixed points (log scale)", new PixelPadding(52, 8, 36, 12));
        LogAxis axis = new(result.Claimed.Concat(result.Least).Select(value => (double)value));
        foreach ((_, double[] values, LineLook look) in Lines)
        {
            FigureStyle.AddLine(plot, [.. result.Neurons.Select(n => (double)n)], [.. values.Select(axis.At)], look);
        }

        for (int i = 0; i < result.Neurons.Length; i++)
        {
            plot.Add.Line(result.Neurons[i], axis.At(result.Least[i]), result.Neurons[i], axis.At(result.Most[i])).Color = Colors.Black;
            plot.Add.Marker(result.Neurons[i], axis.At(result.Mean[i]), MarkerShape.FilledCircle, 6, Colors.Black);
        }

        plot.Axes.SetLimitsX(result.Neurons[0] - 0.4, result.Neurons[^1] + 0.4);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. result.Neurons.Select(n => (double)n)], [.. result.Neurons.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        axis.Apply(plot);
        sheet.Panel(plot, 0, 0, PlotWidth, Height);
        sheet.Legend([.. Lines.Select(line => (line.Name, line.Look))], PlotWidth + 12, 24, Lines.Count, 0);
        sheet.Text("●  mean count over matrices;", PlotWidth + 15, 24 + (15 * Lines.Count) + 18);
        sheet.Text("bar: least to largest", PlotWidth + 37, 24 + (15 * Lines.Count) + 32);
    }
}
