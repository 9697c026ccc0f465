using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How well each layer tells classes apart: by a linear probe (a), by a vote of neighbours (b), and the silhouette (c).</summary>
internal sealed class SeparabilityFigure(string name, string network, SeparabilityResult result) : IFigure
{
    private const float PanelHeight = 215, LegendHeight = 20, Width = FigureStyle.FullWidth / 3f;
    private static readonly LineLook Residual = new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.5f);
    private static readonly LineLook State = new(FigureStyle.ColourOf(4), LinePattern.DenselyDashed, 1.5f);
    private static readonly LineLook Transient = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1);
    private static readonly LineLook Network = new(FigureStyle.ColourOf(3), LinePattern.Dotted, 1.75f);
    private readonly double[] _layers = [.. result.Layers.Select(layer => (double)layer)];

    /// <summary>One for each network measured; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<SeparabilityResult>() is not null)
        .Select((network, i) => new SeparabilityFigure($"separability{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<SeparabilityResult>()!));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new($"Separability of classes through depth: {network}", Caption);

    private string Caption =>
        $"{network}. a: test accuracy of a ridge classifier on the residual y(t), on the state x(t) and, as a line, on the whole transient y(1), …, y({result.Layers[^1]}) "
        + $"({result.TransientAccuracy:P2}; on the last residual alone {result.LastAccuracy:P2}, the standard error of the difference {result.DifferenceError:P2}; the network's own {result.NetworkAccuracy:P2}). Fitted on four fifths of {result.TrainSamples} training images, the penalty chosen on the others; "
        + $"tested on {result.TestSamples} test images. b: accuracy of the vote of the {result.Neighbours} nearest of all these training images, for {result.NeighbourSamples} of the test images; the line, of whole transients ({result.TransientNeighbours:P2}; y({result.Layers[^1]}) alone {result.LastNeighbours:P2}). "
        + $"c: mean silhouette of the classes, over the same test images; the line, of whole transients ({result.TransientSilhouette:F3}; y({result.Layers[^1]}) alone {result.LastSilhouette:F3}). Layer 0 is the embedded image.";

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["layer", "probe_residual", "probe_state", "neighbours_residual", "neighbours_state", "silhouette_residual", "silhouette_state"],
            Enumerable.Range(0, result.Layers.Length).Select(l => (IReadOnlyList<object>)
            [
                result.Layers[l], result.ResidualProbe[l], result.StateProbe[l], result.ResidualNeighbours[l], result.StateNeighbours[l], result.ResidualSilhouette[l], result.StateSilhouette[l],
            ])),
        new(name + "-transient", ["features", "accuracy", "neighbours", "silhouette", "alone_right"],
            [
                ["transient", result.TransientAccuracy, result.TransientNeighbours, result.TransientSilhouette, result.TransientAloneRight ?? double.NaN],
                ["last residual", result.LastAccuracy, result.LastNeighbours, result.LastSilhouette, result.LastAloneRight ?? double.NaN],
                ["network", result.NetworkAccuracy, double.NaN, double.NaN, double.NaN],
            ]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        double[] levels = [result.TransientAccuracy, result.NetworkAccuracy];
        sheet.Panel(Panel("accuracy of linear probe (%)", result.ResidualProbe, result.StateProbe, 100, levels), 0, 0, Width, PanelHeight, "a");
        sheet.Panel(Panel("accuracy of neighbours (%)", result.ResidualNeighbours, result.StateNeighbours, 100, [result.TransientNeighbours]), Width, 0, Width, PanelHeight, "b");
        sheet.Panel(Panel("mean silhouette", result.ResidualSilhouette, result.StateSilhouette, 1, [result.TransientSilhouette]), 2 * Width, 0, Width, PanelHeight, "c");
        (string, LineLook)[] items = [("residual y(t)", Residual), ("state x(t)", State), ("whole transient", Transient), ("the network itself", Network)];
        sheet.Legend(items, 48, PanelHeight, 1, 145);
    }

    private Plot Panel(string label, double[] residual, double[] state, double scale, double[] levels)
    {
        Plot plot = FigureStyle.NewPlot("layer t", label, new PixelPadding(46, 8, 36, 20));
        double[] ends = [-0.5, _layers[^1] + 0.5];
        foreach ((double level, LineLook look) in levels.Zip([Transient, Network]))
        {
            Curves.AddLine(plot, ends, [scale * level, scale * level], look);
        }

        double[] y = [.. residual.Select(value => scale * value)], x = [.. state.Select(value => scale * value)];
        Curves.AddLine(plot, _layers, x, State);
        Curves.AddLine(plot, _layers, y, Residual);
        Curves.FitVertical(plot, [.. x, .. y, .. levels.Select(level => scale * level)]);
        plot.Axes.SetLimitsX(ends[0], ends[1]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 6 };
        return plot;
    }
}
