using System.Globalization;
using Residua.Analysis;
using Residua.App.Analyses;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Error and change of the logits where one layer is removed or perturbed, a column for each kind of lesion.</summary>
internal sealed class LesionFigure(string name, string network, LesionResult result) : IFigure
{
    private const float PanelHeight = 165, TitleHeight = 16, LegendHeight = 36;
    private static readonly LineLook Error = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f);
    private static readonly LineLook Changed = new(FigureStyle.ColourOf(1), LinePattern.DenselyDashed, 1.5f);
    private static readonly LineLook Measured = new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f);
    private static readonly LineLook Predicted = new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f);
    private static readonly LineLook Intact = new(Colors.Gray, LinePattern.Dotted, 1.25f);
    private static readonly PixelPadding Padding = new(48, 10, 34, 18);

    private readonly LayerAxis _axis = new([.. Enumerable.Range(1, result.Depth)]);

    /// <summary>One for each network; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<LesionResult>() is not null)
        .Select((network, i) => new LesionFigure($"lesion{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<LesionResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Lesions of single layers: {network}";

    private string Caption =>
        $"{network}, {result.Samples} {(result.Split == "test" ? "test" : "training")} images; the intact network misclassifies {Percent(result.IntactError)}. One layer s is removed (skip: x(s) = x(s−1)), or noise of "
        + $"{Percent(result.Size)} of ‖y(s)‖ or of ‖W‖ (Frobenius) is added at it alone. Above: error, and share of images classified otherwise than before, with 95 % intervals over images (Wilson; shares are averaged over the draws of noise first). Below: mean ‖Δlogits‖ with one standard "
        + $"deviation over images (band), and what the network linearised at {result.PredictionSamples} images predicts to first order. Rank correlation (Spearman) of ‖Δlogits‖ across layers (in brackets: across images at a layer) with "
        + string.Join("; ", result.Effects.Select(effect => $"{LesionAnalysis.NameOf(effect.Kind)}: {string.Join(", ", effect.Correlations.Select(Text1))}")) + "."
        + (result.SharedWeights ? " With shared weights a network without one layer is the same whichever it is, so skips do not differ by s." : "")
        + LogAxis.EdgeNote;

    private static string Text1(LesionCorrelation one) => $"{one.Prediction} {Number(one.AcrossLayers)} ({Number(one.AcrossSamples)})";

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(TitleHeight + (2 * PanelHeight) + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name,
            ["lesion", "s", "error", "error_low", "error_high", "changed", "changed_low", "changed_high", "logit_change", "logit_change_deviation", "first_order"],
            from effect in result.Effects
            from i in Enumerable.Range(0, result.Depth)
            select (IReadOnlyList<object>)
            [
                LesionAnalysis.NameOf(effect.Kind), i + 1, effect.Error[i], effect.ErrorLow[i], effect.ErrorHigh[i], effect.Changed[i], effect.ChangedLow[i], effect.ChangedHigh[i],
                effect.LogitChange[i], effect.LogitChangeDeviation[i], effect.FirstOrder[i],
            ]),
        new(name + "-correlations", ["lesion", "prediction", "across_layers", "across_samples"],
            from effect in result.Effects
            from one in effect.Correlations
            select (IReadOnlyList<object>)[LesionAnalysis.NameOf(effect.Kind), one.Prediction, one.AcrossLayers, one.AcrossSamples]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float width = Size.Width / (float)result.Effects.Length, bottom = TitleHeight + (2 * PanelHeight);
        LogAxis shares = new(result.Effects.SelectMany(effect => effect.ErrorHigh.Concat(effect.Error).Concat(effect.Changed)).Append(result.IntactError).Select(share => 100 * share));
        for (int i = 0; i < result.Effects.Length; i++)
        {
            LesionEffect effect = result.Effects[i];
            sheet.Text(LesionAnalysis.NameOf(effect.Kind).Replace('-', ' ') + " at layer s", (i * width) + Padding.Left, TitleHeight - 4);
            sheet.Panel(Shares(effect, shares, first: i == 0), i * width, TitleHeight, width, PanelHeight, $"{(char)('a' + i)}");
            sheet.Panel(Logits(effect, first: i == 0), i * width, TitleHeight + PanelHeight, width, PanelHeight);
        }

        sheet.Legend([("error", Error), ("classified otherwise than before", Changed)], Padding.Left, bottom + 2, 2, 0);
        sheet.Legend([("‖Δlogits‖, measured", Measured), ("first order", Predicted)], Padding.Left + 235, bottom + 2, 2, 0);
        sheet.Legend([("error of the intact network", Intact)], Padding.Left + 410, bottom + 2, 2, 0);
    }

    private double[] X => [.. Enumerable.Range(1, result.Depth).Select(s => _axis.At(s))];

    private Plot Shares(LesionEffect effect, LogAxis axis, bool first)
    {
        Plot plot = FigureStyle.NewPlot("", first ? "share of images (%)" : "", Padding);
        Curves.AddLine(plot, [_axis.Least, _axis.Most], [axis.At(100 * result.IntactError), axis.At(100 * result.IntactError)], Intact);
        Curves.AddBand(plot, X, Scaled(effect.ChangedLow), Scaled(effect.ChangedHigh), Changed.Colour);
        Curves.AddLine(plot, X, Scaled(effect.Changed), Changed);
        Curves.AddBand(plot, X, Scaled(effect.ErrorLow), Scaled(effect.ErrorHigh), Error.Colour);
        Curves.AddLine(plot, X, Scaled(effect.Error), Error);
        _axis.Apply(plot);
        axis.Apply(plot);
        return plot;

        double[] Scaled(double[] shares) => [.. shares.Select(share => axis.At(100 * share))];
    }

    private Plot Logits(LesionEffect effect, bool first)
    {
        Plot plot = FigureStyle.NewPlot("lesioned layer s", first ? "‖Δlogits‖" : "", Padding);
        double[] low = [.. effect.LogitChange.Zip(effect.LogitChangeDeviation, (mean, deviation) => mean - deviation)];
        double[] high = [.. effect.LogitChange.Zip(effect.LogitChangeDeviation, (mean, deviation) => mean + deviation)];
        LogAxis axis = new([.. effect.LogitChange, .. effect.FirstOrder, .. high]);
        Curves.AddBand(plot, X, [.. low.Select(axis.At)], [.. high.Select(axis.At)], Measured.Colour);
        Curves.AddLine(plot, X, [.. effect.LogitChange.Select(axis.At)], Measured);
        Curves.AddLine(plot, X, [.. effect.FirstOrder.Select(axis.At)], Predicted);
        _axis.Apply(plot);
        axis.Apply(plot);
        return plot;
    }
}
