using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Saturated shares (a), size of the unsaturated set by threshold (b), sparseness (c) and effective dimension (d) through depth.</summary>
internal sealed class SaturationFigure(string name, string network, SaturationResult result) : IFigure
{
    private const float PanelHeight = 150, LegendLine = 15;
    private static readonly PixelPadding Padding = new(48, 18, 36, 18);
    private readonly LayerAxis _axis = new(result.Layers);

    /// <summary>One for each network; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<SaturationResult>() is not null)
        .Select((network, i) => new SaturationFigure($"saturation{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<SaturationResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Saturation and sparseness of the residuals through depth: {network}";

    private string Caption =>
        $"{network}, {result.Samples} {(result.Split == "test" ? "test" : "training")} images. A neuron is saturated where |f'(z)| is at most a threshold, below where z < 0 and above where z ≥ 0 (the logistic y near 0 and near 1). "
        + $"a: shares of residuals at the threshold {Threshold(result.Thresholds.Length - 1)} (solid) and {Threshold(0)} (dashed). b: unsaturated neurons of an image at each threshold, mean over images, with least and most (bands) at the smallest; "
        + "grey: neurons unsaturated in any image, at the smallest. c: sparseness of an image's residuals, 1 for one active neuron: Treves-Rolls and Hoyer, and the share of residuals below 0.01. "
        + "d: effective dimension (tr Σ)² / tr Σ² of the covariance Σ of y over images; none where all images have one y."
        + (result.Depth > result.TrainedDepth ? $" The dashed vertical line marks layer {result.TrainedDepth}, the last that was trained." : "")
        + LogAxis.EdgeNote;

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    private int ThresholdRows => (result.Thresholds.Length + 2) / 2;

    private float RowHeight => PanelHeight + (ThresholdRows * LegendLine) + 6;

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(RowHeight + PanelHeight + (2 * LegendLine) + 6));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", "share_below_0.01", "treves_rolls", "hoyer", "effective_dimension", "total_variance"],
            Enumerable.Range(0, result.Layers.Length).Select(l => (IReadOnlyList<object>)
                [result.Layers[l], result.ShareBelow001[l], result.TrevesRolls[l], result.Hoyer[l], result.EffectiveDimension[l], result.TotalVariance[l]])),
        new(name + "-thresholds",
            ["threshold", "layer", "share_low", "share_high", "mean_unsaturated", "least_unsaturated", "most_unsaturated", "share_unsaturated_in_any"],
            from k in Enumerable.Range(0, result.Thresholds.Length)
            from l in Enumerable.Range(0, result.Layers.Length)
            let at = (k * result.Layers.Length) + l
            select (IReadOnlyList<object>)
            [
                result.Thresholds[k], result.Layers[l], result.ShareLow[at], result.ShareHigh[at], result.MeanUnsaturated[at], result.LeastUnsaturated[at],
                result.MostUnsaturated[at], result.ShareUnsaturatedInAny[at],
            ]),
    ];

    private double[] X => [.. result.Layers.Select(layer => _axis.At(layer))];

    private int Last => result.Thresholds.Length - 1;

    private static (string Name, LineLook Look)[] Shares =>
    [
        ("saturated below", new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.25f)),
        ("saturated above", new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.25f)),
        ("unsaturated", new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.25f)),
    ];

    private (string Name, double[] Values, LineLook Look)[] Sparseness =>
    [
        ("Treves-Rolls", result.TrevesRolls, new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.25f)),
        ("Hoyer", result.Hoyer, new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.25f)),
        ("|y| < 0.01", result.ShareBelow001, new(FigureStyle.ColourOf(4), LinePattern.Dotted, 1.75f)),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f, below = RowHeight;
        sheet.Panel(SharePanel(), 0, 0, half, PanelHeight, "a");
        sheet.Panel(SizePanel(), half, 0, half, PanelHeight, "b");
        sheet.Panel(SparsenessPanel(), 0, below, half, PanelHeight, "c");
        sheet.Panel(DimensionPanel(), half, below, half, PanelHeight, "d");
        sheet.Legend(Shares, Padding.Left, PanelHeight + 2, 2, 130);
        (string, LineLook)[] sizes = [.. Enumerable.Range(0, result.Thresholds.Length).Select(k => ($"|f'| > {Threshold(k)}", Look(k))), ("in any image", Any)];
        sheet.Legend(sizes, half + Padding.Left, PanelHeight + 2, ThresholdRows, 130);
        sheet.Legend([.. Sparseness.Select(line => (line.Name, line.Look))], Padding.Left, below + PanelHeight + 2, 2, 130);
    }

    private static LineLook Any => new(Colors.Gray, LinePattern.Solid, 1.25f);

    private Plot SharePanel()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "share of residuals", Padding);
        foreach (int k in new[] { 0, Last }.Distinct())
        {
            double[] low = Of(result.ShareLow, k), high = Of(result.ShareHigh, k), rest = [.. Of(result.MeanUnsaturated, k).Select(size => size / result.Neurons)];
            foreach ((double[] values, LineLook look) in new[] { low, high, rest }.Zip(Shares.Select(share => share.Look)))
            {
                Curves.AddLine(plot, X, values, k == Last ? look : look with { Pattern = LinePattern.DenselyDashed, Width = 1 });
            }
        }

        return Finish(plot);
    }

    private Plot SizePanel()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "unsaturated", Padding);
        double[] any = [.. Of(result.ShareUnsaturatedInAny, Last).Select(share => share * result.Neurons)];
        LogAxis axis = new([.. result.MeanUnsaturated, .. any, .. Of(result.LeastUnsaturated, Last), .. Of(result.MostUnsaturated, Last)]);
        double[] Scaled(double[] values) => [.. values.Select(axis.At)];
        Curves.AddBand(plot, X, Scaled(Of(result.LeastUnsaturated, Last)), Scaled(Of(result.MostUnsaturated, Last)), Look(Last).Colour);
        Curves.AddLine(plot, X, Scaled(any), Any);
        for (int k = 0; k <= Last; k++)
        {
            Curves.AddLine(plot, X, Scaled(Of(result.MeanUnsaturated, k)), Look(k));
        }

        Finish(plot);
        axis.Apply(plot);
        return plot;
    }

    private Plot SparsenessPanel()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "sparseness, share", Padding);
        foreach ((_, double[] values, LineLook look) in Sparseness)
        {
            Curves.AddLine(plot, X, values, look);
        }

        return Finish(plot);
    }

    private Plot DimensionPanel()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "effective dimension", Padding);
        Curves.AddLine(plot, X, result.EffectiveDimension, new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.25f));
        Finish(plot);
        Curves.FitVertical(plot, result.EffectiveDimension, fromZero: true);
        return plot;
    }

    private Plot Finish(Plot plot)
    {
        _axis.Apply(plot);
        _axis.MarkDepth(plot, result.TrainedDepth);
        plot.Axes.SetLimitsY(-0.03, 1.03);
        return plot;
    }

    private double[] Of(double[] values, int threshold) => values[(threshold * result.Layers.Length)..((threshold + 1) * result.Layers.Length)];

    private static LineLook Look(int threshold) => new(FigureStyle.ColourOf(threshold), FigureStyle.PatternOf(threshold), 1.25f);

    private string Threshold(int k) => result.Thresholds[k].ToString("0.##e+0", CultureInfo.InvariantCulture);
}
