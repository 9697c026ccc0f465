using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>What each layer puts into the logits, how well each layer can be read out, and where samples are decided.</summary>
internal sealed class LogitAttributionFigure(string name, string network, LogitAttributionResult result) : IFigure
{
    private const float Height = 236, LegendHeight = 36;
    private static readonly PixelPadding Padding = new(50, 14, 36, 20);

    private int Steps => result.Layers.Length;

    private int Classes => result.Samples.Length;

    private double Samples => result.Samples.Sum();

    /// <summary>One for each network whose logits were split; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<LogitAttributionResult>() is not null)
        .Select((network, i) => new LogitAttributionFigure($"logit-attribution{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<LogitAttributionResult>()!));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new($"Logits split by layer: {network}", Caption);

    private string Caption =>
        $"{network}, {Samples:F0} {(result.Split == "test" ? "test" : "training")} images. The logits are the sum of what the input (layer 0) and each layer's residuals put in, K y(t), and a bias. "
        + "a: mean part of the logit of the own class, of the best other class, and of the margin between the two. b: mean part of the margin by class. "
        + $"c: error when the state after each layer is read out by the classifier. d: share of samples decided at each layer, the first from which on the readout stays the final one (median {result.MedianDecision}); "
        + $"whose margin owes most to it; and whose margin it lessens. On average {100 * result.MeanCancelling:F1} % of the parts of a margin cancel others.";

    private (string Name, string Column, double[] Values, LineLook Look)[] Lines =>
    [
        ("own class", "own_class", Mean((c, t) => result.Contribution[(((c * Classes) + c) * Steps) + t]), new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f)),
        ("best other class", "best_other_class", Mean((c, t) => result.OtherContribution[(c * Steps) + t]), new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f)),
        ("margin", "margin", Mean((c, t) => result.MarginContribution[(c * Steps) + t]), new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f)),
    ];

    private (string Name, string Column, double[] Values, LineLook Look)[] Shares =>
    [
        ("decided here", "share_decided", Share(result.Decided), new(FigureStyle.ColourOf(2), LinePattern.Solid, 7)),
        ("most of the margin", "share_largest", Share(result.Largest), new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f)),
        ("lessens the margin", "share_negative", result.ShareNegative, new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f)),
    ];

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(2 * (Height + LegendHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", .. Lines.Concat(Shares).Select(line => line.Column), "readout_accuracy"],
            Enumerable.Range(0, Steps).Select(t => (IReadOnlyList<object>)[result.Layers[t], .. Lines.Concat(Shares).Select(line => (object)line.Values[t]), result.Accuracy[t]])),
        new(name + "-classes", ["class", "layer", "margin", "decided", "largest"],
            from i in Enumerable.Range(0, Classes * Steps)
            select (IReadOnlyList<object>)[i / Steps, result.Layers[i % Steps], result.MarginContribution[i], result.DecidedAt[i], result.LargestAt[i]]),
        new(name + "-logits", ["class_of_samples", "logit", "layer", "mean_part"],
            from i in Enumerable.Range(0, result.Contribution.Length)
            select (IReadOnlyList<object>)[i / Steps / Classes, i / Steps % Classes, result.Layers[i % Steps], result.Contribution[i]]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float half = Size.Width / 2f, second = Height + LegendHeight;
        sheet.Panel(Parts(), 0, LegendHeight, half, Height, null);
        double most = Math.Max(result.MarginContribution.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max(), 1e-6);
        MatrixLook look = new("layer t", "class", "part of the margin", new(-most, most), new ScottPlot.Colormaps.Balance()) { Padding = new(44, 62, 36, 20) };
        sheet.Panel(MatrixMap.New(result.MarginContribution, Classes, look), half, LegendHeight, half, Height, null);
        sheet.Panel(Readout(), 0, second + LegendHeight, half, Height, null);
        sheet.Panel(Decisions(), half, second + LegendHeight, half, Height, null);
        foreach ((string letter, float x, float y) in new[] { ("a", 0f, 0f), ("b", half, 0), ("c", 0, second), ("d", half, second) })
        {
            sheet.Text(letter, x + 2, y + FigureStyle.LetterSize, bold: true, size: FigureStyle.LetterSize);
        }

        sheet.Legend([.. Lines.Select(line => (line.Name, line.Look))], Padding.Left, 6, 2, 110);
        sheet.Legend([.. Shares.Select(line => (line.Name, line.Look))], half + Padding.Left, second + 6, 2, 140);
    }

    private Plot Parts()
    {
        Plot plot = NewPlot("mean part of the logit");
        plot.Add.HorizontalLine(0, 0.75f, Colors.Grey);
        foreach ((_, _, double[] values, LineLook look) in Lines)
        {
            FigureStyle.AddLine(plot, X(), values, look);
        }

        double[] all = [.. Lines.SelectMany(line => line.Values).Where(double.IsFinite).DefaultIfEmpty(0).Append(0)];
        double margin = Math.Max(0.06 * (all.Max() - all.Min()), 1e-6);
        plot.Axes.SetLimitsY(all.Min() - margin, all.Max() + margin);
        return plot;
    }

    private Plot Readout()
    {
        double[] errors = [.. result.Accuracy.Select(right => 100 * (1 - right))];
        LogAxis axis = new(errors);
        double[] y = [.. errors.Select(axis.At)];
        Plot plot = NewPlot("error of the readout (%, log scale)");
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(X(), y, FigureStyle.ColourOf(0));
        (line.LineWidth, line.MarkerSize) = (1.25f, 4);
        axis.Apply(plot);
        return plot;
    }

    private Plot Decisions()
    {
        Plot plot = NewPlot("share of samples (%)");
        foreach ((double value, int t) in Shares[0].Values.Select((value, t) => (value, t)))
        {
            ScottPlot.Plottables.BarPlot bar = plot.Add.Bar(t, 100 * value);
            (bar.Bars[0].FillColor, bar.Bars[0].LineWidth, bar.Bars[0].Size) = (Shares[0].Look.Colour, 0, 0.8);
        }

        foreach ((_, _, double[] values, LineLook look) in Shares[1..])
        {
            FigureStyle.AddLine(plot, X(), [.. values.Select(value => 100 * value)], look);
        }

        plot.Axes.SetLimitsY(0, Math.Max(106 * Shares.SelectMany(line => line.Values).Max(), 1));
        return plot;
    }

    private Plot NewPlot(string y)
    {
        Plot plot = FigureStyle.NewPlot("layer t", y, Padding);
        plot.Axes.SetLimitsX(-0.5, Steps - 0.5);
        plot.Axes.Bottom.TickGenerator = MatrixLook.Ticks(Steps, 0, t => t);
        return plot;
    }

    private double[] X() => [.. result.Layers.Select(layer => (double)layer)];

    private double[] Share(int[] counts) => [.. counts.Select(count => count / Samples)];

    // Over all samples, from means by class.
    private double[] Mean(Func<int, int, double> part) =>
        [.. Enumerable.Range(0, Steps).Select(t => Enumerable.Range(0, Classes).Where(c => result.Samples[c] > 0).Sum(c => result.Samples[c] * part(c, t)) / Samples)];
}
