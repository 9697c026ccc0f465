using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Cooperation and competition: signs of the interactions through depth, among neurons that stay on, and the weights themselves.</summary>
internal sealed class InteractionsFigure(string name, string network, InteractionsResult result) : IFigure
{
    private const float PanelHeight = 205, PanelWidth = FigureStyle.FullWidth / 3f;
    private static readonly PixelPadding s_padding = new(48, 14, 36, 62);
    private readonly LayerAxis _axis = new(result.Layers);

    /// <summary>One for each network that was asked; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<InteractionsResult>() is not null)
        .Select((network, i) => new InteractionsFigure(i == 0 ? "interactions" : "interactions-" + network.Name, network.Title, network.Find<InteractionsResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Cooperation and competition between residuals: {network}";

    private string Caption
    {
        get
        {
            WeightSigns last = result.Weights[^1];
            return $"{network}, {result.Samples} {(result.Split == "test" ? "test" : "training")} images. W_ij > 0: neuron j helps i grow; < 0: it holds i down. Past {result.Options.Threshold:G2} times the root mean square"
                + $"{(result.Weights.Length > 1 ? " of the last layer's W" : "")}, {last.SharePositive:P1} of the weights help and {last.ShareNegative:P1} hold down; of the pairs with two such weights {last.ShareMutualism:P0} help each other,"
                + $" {last.ShareCompetition:P0} compete and {last.SharePredation:P0} are predator and prey; ‖(W + Wᵀ)/2‖ / ‖W‖ = {last.SymmetricPart:F2}. a: positive share of Σ|W_ij|, of the same weighted by f' (by who can still change),"
                + " and by f' and y (by who speaks), and the symmetric part of f' W. b: mean weight from neurons that stay on (y > "
                + $"{result.Options.On:G2} at layers {result.Depth - 1} and {result.Depth}) or off, by class; in {result.ClassesThatCooperateWithin} of {result.ClassesAsked} classes they help each other more than they help the others."
                + " c: weights (i ≠ j) of all pairs, among neurons that stay on, and from those to others, as shares of bins.";
        }
    }

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)PanelHeight);

    private IReadOnlyList<(string Name, string Column, double[] Values, LineLook Look)> Depths =>
    [
        ("W", "positive_mass", [.. result.Layers.Select(layer => result.Weights.Last(one => one.Layer <= layer).PositiveMass)], new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f)),
        ("f' W", "effective_positive_mass", result.EffectivePositiveMass, new(FigureStyle.ColourOf(4), LinePattern.DenselyDashed, 1.5f)),
        ("f' W y", "drive_positive_mass", result.DrivePositiveMass, new(FigureStyle.ColourOf(5), LinePattern.Dotted, 1.75f)),
        ("symmetric part", "effective_symmetric_part", result.EffectiveSymmetricPart, new(FigureStyle.ColourOf(3), LinePattern.Solid, 0.9f)),
    ];

    private static IReadOnlyList<(string Name, string Column, Func<ClassInteractions, double> Value, Color Colour, MarkerShape Shape)> Groups =>
    [
        ("on to on", "on_to_on", one => one.OnToOn, FigureStyle.ColourOf(3), MarkerShape.FilledCircle),
        ("on to off", "on_to_off", one => one.OnToOff, FigureStyle.ColourOf(5), MarkerShape.FilledSquare),
        ("off to on", "off_to_on", one => one.OffToOn, FigureStyle.ColourOf(1), MarkerShape.FilledTriangleUp),
        ("off to off", "off_to_off", one => one.OffToOff, FigureStyle.ColourOf(0), MarkerShape.Cross),
    ];

    private IReadOnlyList<(string Name, string Column, double[] Values, LineLook Look)> Histograms =>
    [
        ("all", "all", result.AllShares, new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f)),
        ("on to on", "on_to_on", result.OnToOnShares, new(FigureStyle.ColourOf(3), LinePattern.DenselyDashed, 1.5f)),
        ("on to off", "on_to_off", result.OnToOffShares, new(FigureStyle.ColourOf(5), LinePattern.Dotted, 1.75f)),
    ];

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", .. Depths.Select(line => line.Column), "effective_strength"],
            result.Layers.Select((layer, l) => (IReadOnlyList<object>)[layer, .. Depths.Select(line => (object)line.Values[l]), result.EffectiveStrength[l]])),
        new(name + "-classes", ["class", "samples", "on", .. Groups.Select(group => group.Column), "share_positive_on_to_on", "share_on_driven_up", "share_off_driven_down"],
            result.Classes.Select(one => (IReadOnlyList<object>)
                [one.Class, one.Samples, one.On, .. Groups.Select(group => (object)group.Value(one)), one.SharePositiveOnToOn, one.ShareOnDrivenUp, one.ShareOffDrivenDown])),
        new(name + "-weights", ["from", "to", .. Histograms.Select(line => line.Column)],
            Enumerable.Range(0, result.AllShares.Length).Select(i => (IReadOnlyList<object>)[result.BinEdges[i], result.BinEdges[i + 1], .. Histograms.Select(line => (object)line.Values[i])])),
        new(name + "-pairs", ["to", "from", "weight", "back", "to_on", "from_on"],
            result.Strongest.Select(pair => (IReadOnlyList<object>)[pair.To, pair.From, pair.Weight, pair.Back, pair.ToOn, pair.FromOn])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        sheet.Panel(Depth(), 0, 0, PanelWidth, PanelHeight, "a");
        sheet.Legend([.. Depths.Select(line => (line.Name, line.Look))], s_padding.Left, 20, 2, 70);
        sheet.Panel(Classes(), PanelWidth, 0, PanelWidth, PanelHeight, "b");
        for (int g = 0; g < Groups.Count; g++)
        {
            sheet.Text(Mark(Groups[g].Shape), PanelWidth + s_padding.Left + (g / 2 * 84), 31 + (g % 2 * 15), colour: Groups[g].Colour.ToSKColor());
            sheet.Text(Groups[g].Name, PanelWidth + s_padding.Left + 14 + (g / 2 * 84), 31 + (g % 2 * 15));
        }

        sheet.Panel(Weights(), 2 * PanelWidth, 0, PanelWidth, PanelHeight, "c");
        sheet.Legend([.. Histograms.Select(line => (line.Name, line.Look))], (2 * PanelWidth) + 66, 20, 2, 80);
    }

    private static string Mark(MarkerShape shape) => shape switch
    {
        MarkerShape.FilledCircle => "●",
        MarkerShape.FilledSquare => "■",
        MarkerShape.FilledTriangleUp => "▲",
        _ => "+",
    };

    private Plot Depth()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "share", s_padding);
        foreach ((_, _, double[] values, LineLook look) in Depths)
        {
            int[] finite = [.. Enumerable.Range(0, values.Length).Where(l => double.IsFinite(values[l]))];
            FigureStyle.AddLine(plot, [.. finite.Select(l => _axis.At(result.Layers[l]))], [.. finite.Select(l => values[l])], look);
        }

        plot.Axes.SetLimitsY(0, 1.02);
        _axis.Apply(plot);
        return plot;
    }

    private Plot Classes()
    {
        Plot plot = FigureStyle.NewPlot("class", "mean W", s_padding);
        plot.Add.HorizontalLine(0, 0.75f, Colors.Gray, LinePattern.DenselyDashed);
        List<double> all = [0];
        foreach ((_, _, Func<ClassInteractions, double> value, Color colour, MarkerShape shape) in Groups)
        {
            foreach (ClassInteractions one in result.Classes.Where(one => double.IsFinite(value(one))))
            {
                plot.Add.Marker(one.Class, value(one), shape, 6, colour);
                all.Add(value(one));
            }
        }

        double margin = Math.Max(0.08 * (all.Max() - all.Min()), 1e-9);
        plot.Axes.SetLimits(-0.6, result.Classes.Length - 0.4, all.Min() - margin, all.Max() + margin);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. result.Classes.Select(one => (double)one.Class)], [.. result.Classes.Select(one => $"{one.Class}")]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 6 };
        return plot;
    }

    private Plot Weights()
    {
        Plot plot = FigureStyle.NewPlot("W", "share (log scale)", new PixelPadding(66, 14, 36, 62));
        LogAxis axis = new(Histograms.SelectMany(line => line.Values));
        double[] middle = [.. Enumerable.Range(0, result.AllShares.Length).Select(i => (result.BinEdges[i] + result.BinEdges[i + 1]) / 2)];
        foreach ((_, _, double[] values, LineLook look) in Histograms)
        {
            int[] shown = [.. Enumerable.Range(0, values.Length).Where(i => values[i] > 0)];
            FigureStyle.AddLine(plot, [.. shown.Select(i => middle[i])], [.. shown.Select(i => axis.At(values[i]))], look);
        }

        axis.Apply(plot);
        plot.Axes.SetLimitsX(result.BinEdges[0], result.BinEdges[^1]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 5 };
        return plot;
    }
}
