using Residua.Training;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How depth adapted while networks trained: layers (a), errors before and after each decision (b), and what decided (c).</summary>
internal sealed class DepthFigure(IReadOnlyList<FigureNetwork> networks) : IFigure
{
    private const float PanelHeight = 225, LegendHeight = 16;
    private static readonly PixelPadding Padding = new(48, 12, 36, 20);

    /// <summary>One for all networks whose depth adapted.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs)
    {
        FigureNetwork[] adaptive = [.. inputs.Networks.Where(network => Records(network).Any())];
        return adaptive.Length == 0 ? [] : [new DepthFigure(adaptive)];
    }

    /// <inheritdoc />
    public string Name => "depth";

    private int LegendRows => networks.Count + 1;

    private string Over => Records(networks[0]).First().Record.OnValidation ? "validation" : "test";

    private string Caption =>
        "Depth that adapts while a network trains. a: layers in each epoch. "
        + $"b: share of {Over} images misclassified after the epoch, before (line) and after (open circles) what was then decided, without further training. "
        + "c: δ(T), the mean absolute difference of the residuals of the last two layers over a fixed set of training images, and the threshold below which the last layer goes (dashed). "
        + "Vertical axes of b and c are logarithmic; nothing is removed after the last epoch.";

    /// <inheritdoc />
    public FigureText Text => new("Depth, error and the change of the last residuals through training", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PanelHeight + (LegendRows * LegendHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name, ["run", "epoch", "layers", "action", "removed", "restored", "layers_after", "error_before", "error_after", "errors_over"],
            from network in networks
            from one in Records(network)
            let record = one.Record
            select (IReadOnlyList<object>)
            [
                network.Name, one.Epoch, record.Layers, record.Action, string.Join(' ', record.Removed), string.Join(' ', record.Restored), record.LayersAfter,
                record.ErrorBefore, record.ErrorAfter, record.OnValidation ? "validation" : "test",
            ]),
        new(Name + "-changes", ["run", "epoch", "layer", "change", "threshold"],
            from network in networks
            from one in Records(network)
            from layer in Enumerable.Range(1, one.Record.Layers)
            select (IReadOnlyList<object>)[network.Name, one.Epoch, layer, one.Record.Changes[layer - 1], one.Record.Threshold]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float third = Size.Width / 3f;
        (int Epoch, DepthRecord Record)[] all = [.. networks.SelectMany(Records)];
        LogAxis errors = new(all.SelectMany(one => new[] { 100 * one.Record.ErrorBefore, 100 * one.Record.ErrorAfter }));
        LogAxis changes = new(all.SelectMany(one => new[] { one.Record.Changes[^1], one.Record.Threshold }));
        Plot layers = NewPlot("layers"), error = NewPlot($"{Over} error (%)"), change = NewPlot("δ(T)");
        for (int i = 0; i < networks.Count; i++)
        {
            (int Epoch, DepthRecord Record)[] own = [.. Records(networks[i])];
            double[] epochs = [.. own.Select(one => (double)one.Epoch)];
            LineLook look = Look(i);
            Curves.AddLine(layers, epochs, [.. own.Select(one => (double)one.Record.Layers)], look);
            Curves.AddLine(error, epochs, [.. own.Select(one => errors.At(100 * one.Record.ErrorBefore))], look);
            foreach ((int epoch, DepthRecord record) in own.Where(one => one.Record.Action != DepthAction.Kept))
            {
                ScottPlot.Plottables.Marker after = error.Add.Marker(epoch, errors.At(100 * record.ErrorAfter), MarkerShape.OpenCircle, 5, look.Colour);
                after.LineWidth = 1;
            }

            Curves.AddLine(change, epochs, [.. own.Select(one => one.Record.Changes[^1] is double value && double.IsFinite(value) ? changes.At(value) : double.NaN)], look);
            Curves.AddLine(change, epochs, [.. own.Select(one => changes.At(one.Record.Threshold))], new(look.Colour, LinePattern.DenselyDashed, 1));
        }

        int last = all.Max(one => one.Epoch);
        Curves.FitVertical(layers, all.Select(one => (double)one.Record.Layers), fromZero: true);
        errors.Apply(error);
        changes.Apply(change);
        foreach (Plot plot in new[] { layers, error, change })
        {
            plot.Axes.SetLimitsX(0.5, last + 0.5);
            plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 6 };
        }

        sheet.Panel(layers, 0, 0, third, PanelHeight, "a");
        sheet.Panel(error, third, 0, third, PanelHeight, "b");
        sheet.Panel(change, 2 * third, 0, third, PanelHeight, "c");
        sheet.Legend([.. networks.Select((network, i) => (network.Title, Look(i)))], Padding.Left, PanelHeight, LegendRows, 0);

        static Plot NewPlot(string label) => FigureStyle.NewPlot("epoch", label, Padding);
    }

    private static IEnumerable<(int Epoch, DepthRecord Record)> Records(FigureNetwork network) =>
        network.Metrics.Where(metrics => metrics.Depth is not null).Select(metrics => (metrics.Epoch, metrics.Depth!));

    private static LineLook Look(int network) => new(FigureStyle.ColourOf(network), LinePattern.Solid, 1.5f);
}
