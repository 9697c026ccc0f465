using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How small perturbations grow through depth, and by which layer residuals have converged.</summary>
internal sealed class TransientsFigure(string name, string network, TransientResult result) : IFigure
{
    private const float PanelHeight = 200, PanelWidth = FigureStyle.FullWidth / 2f;
    private static readonly PixelPadding s_padding = new(54, 16, 36, 26);

    private static readonly LineLook s_state = new(FigureStyle.ColourOf(0), LinePattern.Solid, 1.25f), s_residual = new(FigureStyle.ColourOf(5), LinePattern.DenselyDashed, 1.25f);

    /// <summary>One for each network that was asked; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<TransientResult>() is not null)
        .Select((network, i) => new TransientsFigure(i == 0 ? "transients" : "transients-" + network.Name, network.Title, network.Find<TransientResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private string Title => $"Growth of perturbations and convergence: {network}";

    private string Caption =>
        $"{network}, trained with {result.TrainedDepth} layers. a: largest factor by which a small perturbation of the input x(0) has grown in x(t) and in y(t), the largest singular values of ∂x(t)/∂x(0) and"
        + $" ∂y(t)/∂x(0), for {result.AmplificationSamples.Length} images. Reactivity (growth in the first layer, log ‖∂x(1)/∂x(0)‖₂): {Range(result.MapReactivity)}; of the flow (largest eigenvalue of the symmetric part"
        + $" of its Jacobian): {Range(result.FlowReactivity)}. Maximal amplification of x: {Range(result.MaximalAmplification.Select(Math.Exp))} at layers {result.MaximalAmplificationLayer.Min()} to {result.MaximalAmplificationLayer.Max()}."
        + $" b: share of {result.Samples} {(result.Split == "test" ? "test" : "training")} images whose mean |y(t) − y(t−1)| has come to stay at or below {result.Options.ConvergenceTolerance:0.#e+0}"
        + $" from layer t on, up to layer {result.Depth} and for a tenth of it at least: {Converged / (double)result.Samples:P1} in the end."
        + (result.Options.AmplificationLayers > result.TrainedDepth || result.Depth > result.TrainedDepth ? $" The dashed line marks layer {result.TrainedDepth}, the last that was trained." : "");

    private int Converged => result.ConvergenceLayer.Count(layer => layer is not null);

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)PanelHeight);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["sample", "layer", "log_state_amplification", "log_residual_amplification"],
            from s in Enumerable.Range(0, result.AmplificationSamples.Length)
            from t in Enumerable.Range(0, result.Options.AmplificationLayers)
            select (IReadOnlyList<object>)[result.AmplificationSamples[s], t + 1, result.StateAmplification[s][t], result.ResidualAmplification[s][t]]),
        new(name + "-samples", ["sample", "map_reactivity", "flow_reactivity", "log_maximal_amplification", "maximal_amplification_layer", "state_return_layer", "residual_peak_layer", "residual_return_layer"],
            result.AmplificationSamples.Select((sample, s) => (IReadOnlyList<object>)
            [
                sample, result.MapReactivity[s], result.FlowReactivity[s], result.MaximalAmplification[s], result.MaximalAmplificationLayer[s],
                Cell(result.StateReturnLayer[s]), result.ResidualPeakLayer[s], Cell(result.ResidualReturnLayer[s]),
            ])),
        new(name + "-convergence", ["sample", "convergence_layer"], result.ConvergenceLayer.Select((layer, i) => (IReadOnlyList<object>)[i, Cell(layer)])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        sheet.Panel(Amplification(), 0, 0, PanelWidth, PanelHeight, "a");
        sheet.Legend([("x(t)", s_state), ("y(t)", s_residual)], s_padding.Left + 6, 5, 1, 70);
        sheet.Panel(Convergence(), PanelWidth, 0, PanelWidth, PanelHeight, "b");
    }

    private Plot Amplification()
    {
        LayerAxis layers = new([.. Enumerable.Range(1, result.Options.AmplificationLayers)]);
        Plot plot = FigureStyle.NewPlot(layers.Label, "amplification", s_padding);
        List<double> all = [0];
        foreach ((double[][] lines, LineLook look) in new[] { (result.StateAmplification, s_state), (result.ResidualAmplification, s_residual) })
        {
            foreach (double[] line in lines)
            {
                int[] finite = [.. Enumerable.Range(0, line.Length).Where(t => double.IsFinite(line[t]))];
                double[] values = [.. finite.Select(t => line[t] / Math.Log(10))];
                all.AddRange(values);
                FigureStyle.AddLine(plot, [.. finite.Select(t => layers.At(t + 1))], values, look);
            }
        }

        plot.Add.HorizontalLine(0, 0.75f, Colors.Gray, LinePattern.DenselyDashed);
        layers.Apply(plot);
        layers.MarkDepth(plot, result.TrainedDepth);
        double margin = Math.Max(0.06 * (all.Max() - all.Min()), 0.02);
        (double least, double most) = (all.Min() - margin, all.Max() + margin);
        plot.Axes.SetLimitsY(least, most);
        plot.Axes.Left.TickGenerator = Powers(least, most);
        return plot;
    }

    // Powers of ten where there are enough of them in sight; else numbers evenly on the log axis.
    private static ScottPlot.TickGenerators.NumericManual Powers(double least, double most)
    {
        ScottPlot.TickGenerators.NumericManual ticks = new();
        int step = Math.Max(1, (int)((most - least) / 6));
        if (most - least > 2)
        {
            for (int power = (int)Math.Ceiling(least); power <= most; power++)
            {
                if (power % step == 0)
                {
                    ticks.AddMajor(power, Math.Abs(power) <= 3 ? Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture) : $"1e{power}");
                }
            }
        }
        else
        {
            for (int i = 0; i < 5; i++)
            {
                double at = least + ((i + 0.5) * (most - least) / 5);
                ticks.AddMajor(at, Math.Pow(10, at).ToString("G2", CultureInfo.InvariantCulture));
            }
        }

        return ticks;
    }

    private Plot Convergence()
    {
        LayerAxis layers = new([.. Enumerable.Range(1, result.Depth)]);
        Plot plot = FigureStyle.NewPlot(layers.Label, "share of images converged", s_padding);
        int[] sorted = [.. result.ConvergenceLayer.OfType<int>().Order()];
        List<double> x = [layers.Least], y = [0];
        for (int i = 0; i < sorted.Length; i++)
        {
            x.AddRange([layers.At(sorted[i]), layers.At(sorted[i])]);
            y.AddRange([i / (double)result.Samples, (i + 1) / (double)result.Samples]);
        }

        FigureStyle.AddLine(plot, [.. x, layers.Most], [.. y, y[^1]], new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f));
        plot.Axes.SetLimitsY(-0.02, 1.05);
        layers.Apply(plot);
        layers.MarkDepth(plot, result.TrainedDepth);
        return plot;
    }

    private static object Cell(int? layer) => layer is { } at ? at : "";

    private static string Range(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[0].Equals(sorted[^1]) ? $"{sorted[0]:G3}" : $"{sorted[0]:G3} to {sorted[^1]:G3}";
    }
}
