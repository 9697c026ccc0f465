using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How the matrices differ from layer to layer (a), and all pairs of layers (b).</summary>
internal sealed class WeightDriftFigure(string name, string network, WeightDriftResult result) : IFigure
{
    private const float PanelHeight = 235, LegendHeight = 18;
    private static readonly LineLook Difference = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f);
    private static readonly LineLook Cosine = new(FigureStyle.ColourOf(4), LinePattern.DenselyDashed, 1.5f);
    private static readonly LineLook Bias = new(FigureStyle.ColourOf(1), LinePattern.Dotted, 1.75f);
    private static readonly PixelPadding Padding = new(48, 12, 36, 20);

    /// <summary>One for each network with variable weights; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<WeightDriftResult>() is not null)
        .Select((network, i) => new WeightDriftFigure($"weight-drift{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<WeightDriftResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Weights from layer to layer: {network}";

    private string Caption =>
        $"{network}. a: relative difference ‖W(t) − W(t−1)‖ / ‖W(t)‖ (Frobenius) of neighbouring layers, the cosine of the angle between them{(result.BiasDifferences.Length > 0 ? ", and the relative difference of the biases" : "")}. "
        + "b: the same for all pairs of layers, over the norm of the deeper one. Independent matrices of mean 0 and equal size differ by √2 and have cosine 0.";

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", "difference", "cosine", "bias_difference"],
            Enumerable.Range(0, result.Differences.Length).Select(i => (IReadOnlyList<object>)
                [i + 2, result.Differences[i], result.Cosines[i], result.BiasDifferences.Length > 0 ? result.BiasDifferences[i] : double.NaN])),
        new(name + "-pairs", ["layer", "other_layer", "difference"],
            from s in Enumerable.Range(0, result.Depth)
            from t in Enumerable.Range(0, result.Depth)
            select (IReadOnlyList<object>)[s + 1, t + 1, result.Distances[s][t]]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f;
        sheet.Panel(Neighbours(), 0, 0, half, PanelHeight, "a");
        sheet.Panel(Pairs(), half, 0, half, PanelHeight, "b");
        (string, LineLook)[] items = [("W, relative difference", Difference), ("W, cosine", Cosine), ("b, relative difference", Bias)];
        sheet.Legend(result.BiasDifferences.Length > 0 ? items : items[..2], Padding.Left, PanelHeight, 1, 160);
    }

    private Plot Neighbours()
    {
        Plot plot = FigureStyle.NewPlot("layer t, against t − 1", "difference, cosine", Padding);
        double[] x = [.. Enumerable.Range(2, result.Differences.Length).Select(t => (double)t)];
        Curves.AddLine(plot, x, result.Differences, Difference);
        Curves.AddLine(plot, x, result.Cosines, Cosine);
        if (result.BiasDifferences.Length > 0)
        {
            Curves.AddLine(plot, x, result.BiasDifferences, Bias);
        }

        Curves.FitVertical(plot, [.. result.Differences, .. result.Cosines, .. result.BiasDifferences], fromZero: true);
        plot.Axes.SetLimitsX(1.5, result.Depth + 0.5);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 8 };
        return plot;
    }

    private Plot Pairs()
    {
        double[] values = [.. result.Distances.SelectMany(row => row)];
        double most = Math.Max(1e-6, values.Where(double.IsFinite).DefaultIfEmpty(1).Max());
        MatrixLook look = new("layer", "layer", "relative difference", new(0, most), new ScottPlot.Colormaps.Viridis(), FirstRow: 1, FirstColumn: 1);
        return MatrixMap.New(values, result.Depth, look);
    }
}
