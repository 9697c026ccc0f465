using Residua.Analysis;
using Residua.Dynamics;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>The network, a map, beside its flow: what is left of the distance as Euler's step goes to 0, and both through depth.</summary>
internal sealed class FlowFigure(string name, string network, FlowComparisonResult result) : IFigure
{
    private const float PanelHeight = 178, PanelWidth = FigureStyle.FullWidth / 2f;
    private static readonly PixelPadding s_padding = new(56, 10, 36, 26);
    private readonly LayerAxis _axis = new(result.Layers);

    /// <summary>One for each network that was compared; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<FlowComparisonResult>() is not null)
        .Select((network, i) => new FlowFigure(i == 0 ? "flow" : "flow-" + network.Name, network.Title, network.Find<FlowComparisonResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Map and flow: {network}";

    private string Caption =>
        $"{network}: {result.Samples} {(result.Split == "test" ? "test" : "training")} images, trained depth T = {result.Depth}. The flow is followed by Dormand and Prince's method"
        + $" to a tolerance, relative and absolute, of {result.Tolerance:0.#e+0} ({result.AcceptedSteps} steps{(result.Outcome == IntegrationOutcome.Done ? "" : $"; it stopped at time {result.TimeReached:G3}: {result.Outcome}")})."
        + " a: mean relative distance to the flow at T, of Euler's method with step h (T/h layers; lines) and of the network (crosses, h = 1); observed order of the states"
        + $" {result.ObservedOrder:F2}. b: share of images put into the same class as by the flow, and share put into a wrong one; {result.Network.ShareSameClass:P1} of the images have the same class in the"
        + $" network and in the flow. c: mean residual over images and neurons of the network and, at the same times, of the flow. d: mean relative distance of their residuals." + LogAxis.EdgeNote;

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(2 * PanelHeight));

    private static IReadOnlyList<(string Name, string Column, Func<FlowGap, double> Value, LineLook Look)> Distances =>
    [
        ("y(T)", "residual_distance", gap => gap.Residual, new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f)),
        ("x(T)", "state_distance", gap => gap.State, new(FigureStyle.ColourOf(0), LinePattern.DenselyDashed, 1.5f)),
        ("logits", "logit_distance", gap => gap.Logits, new(FigureStyle.ColourOf(5), LinePattern.Dotted, 1.75f)),
    ];

    private static IReadOnlyList<(string Name, string Column, Func<FlowGap, double> Value, LineLook Look)> Shares =>
    [
        ("same class as the flow", "share_same_class", gap => gap.ShareSameClass, new(FigureStyle.ColourOf(3), LinePattern.Solid, 1.5f)),
        ("wrong class", "error", gap => gap.Error, new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f)),
    ];

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["what", "step", "layers", .. Distances.Concat(Shares).Select(line => line.Column)],
            new[] { ("network", 1.0, result.Network) }.Concat(result.Steps.Zip(result.Euler, (h, gap) => ("euler", h, gap)))
                .Select(row => (IReadOnlyList<object>)[row.Item1, row.Item2, result.Depth / row.Item2, .. Distances.Concat(Shares).Select(line => (object)line.Value(row.Item3))])),
        new(name + "-layers", ["layer", "network_mean_residual", "flow_mean_residual", "residual_distance"],
            result.Layers.Select((layer, l) => (IReadOnlyList<object>)[layer, result.NetworkMean[l], result.FlowMean[l], result.Distance[l]])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        sheet.Panel(Steps(Distances, "relative distance", logarithmic: true), 0, 0, PanelWidth, PanelHeight, "a");
        sheet.Legend([.. Distances.Select(line => (line.Name, line.Look))], s_padding.Left + 4, 5, 1, 66);
        sheet.Panel(Steps(Shares, "share of images", logarithmic: false), PanelWidth, 0, PanelWidth, PanelHeight, "b");
        sheet.Legend([.. Shares.Select(line => (line.Name, line.Look))], PanelWidth + s_padding.Left + 4, 5, 1, 155);

        (string, double[], LineLook)[] means =
        [
            ("network", result.NetworkMean, new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.5f)),
            ("flow", result.FlowMean, new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.5f)),
        ];
        sheet.Panel(Layers("mean residual y", means), 0, PanelHeight, PanelWidth, PanelHeight, "c");
        sheet.Legend([.. means.Select(line => (line.Item1, line.Item3))], s_padding.Left + 4, PanelHeight + 5, 1, 86);
        sheet.Panel(
            Layers("relative distance of y", ("", result.Distance, new LineLook(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f))), PanelWidth, PanelHeight, PanelWidth, PanelHeight, "d");
    }

    private Plot Steps(IReadOnlyList<(string Name, string Column, Func<FlowGap, double> Value, LineLook Look)> lines, string label, bool logarithmic)
    {
        Plot plot = FigureStyle.NewPlot("Euler's step h", label, s_padding);
        LogAxis axis = new(lines.SelectMany(line => result.Euler.Append(result.Network).Select(line.Value)));
        double At(double value) => logarithmic ? axis.At(value) : value;
        foreach ((_, _, Func<FlowGap, double> value, LineLook look) in lines)
        {
            int[] finite = [.. Enumerable.Range(0, result.Steps.Length).Where(k => double.IsFinite(value(result.Euler[k])))];
            if (finite.Length > 0)
            {
                FigureStyle.AddLine(plot, [.. finite.Select(k => (double)k)], [.. finite.Select(k => At(value(result.Euler[k])))], look);
            }

            if (double.IsFinite(value(result.Network)))
            {
                plot.Add.Marker(0, At(value(result.Network)), MarkerShape.Cross, 9, look.Colour);
            }
        }

        if (logarithmic)
        {
            axis.Apply(plot);
        }
        else
        {
            plot.Axes.SetLimitsY(-0.03, 1.05);
        }

        plot.Axes.SetLimitsX(-0.25, Math.Max(result.Steps.Length - 1, 1) + 0.25);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. result.Steps.Select((_, k) => (double)k)], [.. result.Steps.Select(h => h == 1 ? "1" : $"1/{1 / h:F0}")]);
        return plot;
    }

    private Plot Layers(string label, params (string Name, double[] Values, LineLook Look)[] lines)
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, label, s_padding);
        foreach ((_, double[] values, LineLook look) in lines)
        {
            int[] finite = [.. Enumerable.Range(0, values.Length).Where(l => double.IsFinite(values[l]))];
            FigureStyle.AddLine(plot, [.. finite.Select(l => _axis.At(result.Layers[l]))], [.. finite.Select(l => values[l])], look);
        }

        double[] all = [.. lines.SelectMany(line => line.Values).Where(double.IsFinite).DefaultIfEmpty(0)];
        plot.Axes.SetLimitsY(Math.Min(0, all.Min() * 1.08), Math.Max(all.Max() * 1.08, 1e-9));
        _axis.Apply(plot);
        return plot;
    }
}
