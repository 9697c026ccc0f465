using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>What samples do past the deep layer, at which lag they come back, and Lyapunov exponents against depth.</summary>
internal sealed class OscillationFigure(string name, string network, OscillationResult result) : IFigure
{
    private const float PanelHeight = 190, Narrow = 200, Middle = 220;
    private static readonly PixelPadding s_padding = new(48, 16, 36, 26);
    private readonly LayerAxis _axis = new(result.ExponentLayers);

    private int Exponents => result.StateExponents[0].Length / result.ExponentSamples.Length;

    /// <summary>One for each network that was asked; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<OscillationResult>() is not null)
        .Select((network, i) => new OscillationFigure(i == 0 ? "oscillation" : "oscillation-" + network.Name, network.Title, network.Find<OscillationResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Oscillation and Lyapunov exponents: {network}";

    private string Caption
    {
        get
        {
            string exponents = $"Largest Lyapunov exponents per layer over layers 1 to t, mean over {result.ExponentSamples.Length} images (thin: the largest of each image): of x"
                + (result.ResidualExponents is null ? "" : " and of y, in which saturated neurons decay while they are neutral in x")
                + ". Over a finite depth they include the transient, which fades as 1/t. The vertical axis covers the second half of the (logarithmic) depth.";
            return result.Window == 0
                ? $"{network}, {result.Depth} layers of different weights, past which there are none. {exponents}"
                : $"{network}, {result.Samples} {(result.Split == "test" ? "test" : "training")} images, {result.Window} layers past layer {result.Depth}. c(p) is the root mean square over neurons and layers of y(t) − y(t−p). "
                    + $"a: images that are settled (c(1) ≤ {result.Options.SettledTolerance:0.#e+0}), drift (c does not fall again), have period 2 or a longer one up to {result.Window / 2} "
                    + $"(c falls below {result.Options.ReturnTolerance:P0} of its largest value), or none. b: mean of c(p) over images. c: {exponents}";
        }
    }

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)PanelHeight);

    private IReadOnlyList<(string Name, double Share)> Kinds =>
    [
        ("settled", result.ShareSettled), ("drifting", result.ShareDrifting), ("period 2", result.SharePeriodTwo), ("longer", result.ShareLonger), ("none", result.ShareAperiodic),
    ];

    private IEnumerable<(string Name, double[][] Values, Color Colour)> Lines => new[] { ("x", result.StateExponents, FigureStyle.ColourOf(0)), ("y", result.ResidualExponents!, FigureStyle.ColourOf(5)) }
        .Where(line => line.Item2 is not null);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables
    {
        get
        {
            if (result.Window > 0)
            {
                yield return new(name, ["behaviour", "share"], Kinds.Select(kind => (IReadOnlyList<object>)[kind.Name, kind.Share]));
                yield return new(name + "-lags", ["lag", "mean_distance"], result.MeanDistance.Select((distance, p) => (IReadOnlyList<object>)[p + 1, distance]));
            }

            yield return new(name + "-exponents", ["coordinates", "layer", "sample", "number", "exponent"],
                from line in Lines
                from l in Enumerable.Range(0, result.ExponentLayers.Length)
                from s in Enumerable.Range(0, result.ExponentSamples.Length)
                from k in Enumerable.Range(0, Exponents)
                select (IReadOnlyList<object>)[line.Name, result.ExponentLayers[l], result.ExponentSamples[s], k + 1, line.Values[l][(s * Exponents) + k]]);
        }
    }

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float left = 0;
        if (result.Window > 0)
        {
            sheet.Panel(Shares(), 0, 0, Narrow, PanelHeight, "a");
            sheet.Panel(Lags(), Narrow, 0, Middle, PanelHeight, "b");
            left = Narrow + Middle;
        }

        sheet.Panel(Growth(), left, 0, Size.Width - left, PanelHeight, result.Window > 0 ? "c" : null);
        sheet.Legend([.. Lines.Select(line => ("of " + line.Name, new LineLook(line.Colour, LinePattern.Solid, 1.75f)))], left + s_padding.Left + 8, 5, 1, 70);
    }

    private Plot Shares()
    {
        Plot plot = FigureStyle.NewPlot("share of images", "", new PixelPadding(58, 12, 36, 26));
        (string, double Share)[] kinds = [.. Kinds];
        ScottPlot.Plottables.BarPlot bars = plot.Add.Bars([.. kinds.Select((_, i) => (double)-i)], [.. kinds.Select(kind => kind.Share)]);
        bars.Horizontal = true;
        foreach (Bar bar in bars.Bars)
        {
            (bar.FillColor, bar.LineWidth, bar.Size) = (FigureStyle.ColourOf(4), 0, 0.7);
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. kinds.Select((_, i) => (double)-i)], [.. kinds.Select(kind => kind.Item1)]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, 0.5, 1], ["0", "0.5", "1"]);
        plot.Axes.SetLimits(0, 1.02, 0.6 - kinds.Length, 0.6);
        return plot;
    }

    private Plot Lags()
    {
        Plot plot = FigureStyle.NewPlot("lag p (layers)", "c(p)", s_padding);
        double[] shown = [.. result.MeanDistance.Where(double.IsFinite).DefaultIfEmpty(0)];
        if (result.MeanDistance.All(double.IsFinite))
        {
            FigureStyle.AddLine(plot, [.. result.MeanDistance.Select((_, p) => p + 1.0)], result.MeanDistance, new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.25f));
        }

        plot.Axes.SetLimits(0, result.MeanDistance.Length + 1, 0, Math.Max(1.08 * shown.Max(), 1e-9));
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 5 };
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 5 };
        return plot;
    }

    private Plot Growth()
    {
        Plot plot = FigureStyle.NewPlot(_axis.Label, "exponent (1/layer)", s_padding);
        double[] x = [.. result.ExponentLayers.Select(layer => _axis.At(layer))];
        double half = (_axis.Least + _axis.Most) / 2;
        List<double> covered = [0];
        foreach ((_, double[][] values, Color colour) in Lines)
        {
            for (int s = 0; s < result.ExponentSamples.Length; s++)
            {
                Add([.. values.Select(layer => layer[s * Exponents])], new(colour.WithAlpha(0.35), LinePattern.Solid, 0.5f));
            }

            for (int k = 0; k < Exponents; k++)
            {
                Add([.. values.Select(layer => Enumerable.Range(0, result.ExponentSamples.Length).Average(s => layer[(s * Exponents) + k]))], new(colour, LinePattern.Solid, 1.5f));
            }
        }

        plot.Add.HorizontalLine(0, 0.75f, Colors.Gray, LinePattern.DenselyDashed);
        double margin = Math.Max(0.08 * (covered.Max() - covered.Min()), 1e-9);
        plot.Axes.SetLimitsY(covered.Min() - margin, covered.Max() + margin);
        _axis.Apply(plot);
        return plot;

        void Add(double[] y, LineLook look)
        {
            int[] finite = [.. Enumerable.Range(0, y.Length).Where(l => double.IsFinite(y[l]))];
            if (finite.Length > 0)
            {
                FigureStyle.AddLine(plot, [.. finite.Select(l => x[l])], [.. finite.Select(l => y[l])], look);
                covered.AddRange(finite.Where(l => x[l] >= half).Select(l => y[l]));
            }
        }
    }
}
