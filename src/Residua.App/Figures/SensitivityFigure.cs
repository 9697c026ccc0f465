using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How a change of each layer reaches the logits: determinants (a), singular values and gains (b), gains by class (c).</summary>
internal sealed class SensitivityFigure(string name, string network, SensitivityResult result) : IFigure
{
    private const float PanelHeight = 205, PanelWidth = FigureStyle.FullWidth / 3f, LegendLine = 15;
    private static readonly LineLook Strict = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f);
    private static readonly LineLook Printed = new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f);
    private static readonly PixelPadding Padding = new(48, 10, 36, 20);

    private readonly LayerAxis _axis = new([.. Enumerable.Range(1, result.Depth)]);

    /// <summary>One for each network; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<SensitivityResult>() is not null)
        .Select((network, i) => new SensitivityFigure($"sensitivity{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<SensitivityResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Sensitivity of the logits to each layer: {network}";

    private string Caption =>
        $"{network}. a: log10 |det M'(s)|, mean over {result.Samples} {(result.Split == "test" ? "test" : "training")} images and one standard deviation (band); M'(s) is the product of ∂x(t)/∂x(t−1) from t = s+1 to {result.Depth} (strict) "
        + $"or from t = s (as printed in eq. 10).{Singular} b: the largest singular values of M'(s) (mean over {result.SingularSamples} images) and gains of S(s) = K M'(s), strict: of the direction it amplifies most, "
        + "of y(s), and of random directions (root mean square). c: the gain of each class's row of S(s): the largest change of its logit for a unit change of y(s). "
        + $"Determinants are of the neurons with |f'| > {result.Saturation:0e+0}; on one image that costs {result.ReductionError:0.0e+0} in log10."
        + LogAxis.EdgeNote;

    private string Singular => result.ShareSingular[0] > 0 ? $" Of {result.ShareSingular[0]:P0} of the images the determinant is 0 at s = 0; they are left out where it is." : "";

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    private int LegendRows => Math.Max(Lines.Count, (result.Classes + 1) / 2);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + 8 + (LegendRows * LegendLine)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name,
            [
                "s", "mean_log10_det_strict", "deviation_log10_det_strict", "mean_log10_det_printed", .. Lines.Select(line => line.Column),
                .. Enumerable.Range(0, result.Classes).Select(c => $"gain_class_{c}"),
            ],
            Enumerable.Range(0, result.Depth + 1).Select(s => (IReadOnlyList<object>)
            [
                s, result.MeanLog10Determinant[s], result.Log10DeterminantDeviation[s], s == 0 ? double.NaN : result.MeanLog10Determinant[s - 1],
                .. Lines.Select(line => (object)line.Values[s]),
                .. result.ClassGains.Select(gains => (object)gains[s]),
            ])),
    ];

    private IReadOnlyList<(string Name, string Column, double[] Values, LineLook Look)> Lines =>
    [
        .. Enumerable.Range(0, result.ProductSingularValues.Length == 0 ? 0 : result.ProductSingularValues[0].Length).Select(i => (
            $"M'(s), singular value {i + 1}", $"singular_value_{i + 1}", result.ProductSingularValues.Select(values => values[i]).ToArray(),
            new LineLook(FigureStyle.ColourOf(4), FigureStyle.PatternOf(7 * i), i == 0 ? 1.5f : 1f))),
        ("S(s), largest gain", "largest_gain", result.LargestGain, new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.5f)),
        ("S(s), gain of y(s)", "residual_gain", result.ResidualGain, new(FigureStyle.ColourOf(3), LinePattern.DenselyDashed, 1.5f)),
        ("S(s), random direction", "random_gain", result.RandomGain, new(FigureStyle.ColourOf(1), LinePattern.Dotted, 1.75f)),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        sheet.Panel(Determinants(), 0, 0, PanelWidth, PanelHeight, "a");
        sheet.Panel(Logarithmic("singular value, gain", [.. Lines.Select(line => (line.Values, line.Look))]), PanelWidth, 0, PanelWidth, PanelHeight, "b");
        (double[], LineLook)[] classes = [.. result.ClassGains.Select((gains, c) => (gains, Look(c)))];
        sheet.Panel(Logarithmic("gain of a class", classes), 2 * PanelWidth, 0, PanelWidth, PanelHeight, "c");
        float top = PanelHeight + 4;
        sheet.Legend([("strict: ends in J(s+1)", Strict), ("printed: ends in J(s)", Printed)], Padding.Left, top, LegendRows, 0);
        sheet.Legend([.. Lines.Select(line => (line.Name, line.Look))], PanelWidth + Padding.Left, top, LegendRows, 0);
        sheet.Legend([.. Enumerable.Range(0, result.Classes).Select(c => ($"class {c}", Look(c)))], (2 * PanelWidth) + Padding.Left, top, (result.Classes + 1) / 2, 82);
    }

    private double[] X => [.. Enumerable.Range(1, result.Depth).Select(s => _axis.At(s))];

    private Plot Determinants()
    {
        Plot plot = FigureStyle.NewPlot("perturbed layer s", "log10 |det M'(s)|", Padding);
        double[] mean = result.MeanLog10Determinant, deviation = result.Log10DeterminantDeviation;
        double[] low = [.. mean.Zip(deviation, (value, width) => value - width)], high = [.. mean.Zip(deviation, (value, width) => value + width)];
        Curves.AddBand(plot, X, low[1..], high[1..], Strict.Colour);
        Curves.AddLine(plot, X, mean[..^1], Printed);
        Curves.AddLine(plot, X, mean[1..], Strict);
        _axis.Apply(plot);
        Curves.FitVertical(plot, [.. mean, .. low[1..], .. high[1..]]);
        return plot;
    }

    private Plot Logarithmic(string label, (double[] Values, LineLook Look)[] lines)
    {
        Plot plot = FigureStyle.NewPlot("perturbed layer s", label, Padding);
        LogAxis axis = new(lines.SelectMany(line => line.Values[1..]));
        foreach ((double[] values, LineLook look) in lines)
        {
            Curves.AddLine(plot, X, [.. values[1..].Select(axis.At)], look);
        }

        _axis.Apply(plot);
        axis.Apply(plot);
        return plot;
    }

    private static LineLook Look(int c) => new(FigureStyle.ColourOf(c), FigureStyle.PatternOf(c), 1.25f);
}
