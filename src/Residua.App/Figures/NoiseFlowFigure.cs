using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>The noise in the residuals through the layers, measured and predicted, a column for each amplitude; of a perceptron also what decides its growth.</summary>
internal sealed class NoiseFlowFigure(string name, string network, NoiseFlowResult result) : IFigure
{
    private const int MostColumns = 4;
    private const float NormHeight = 170, ErrorHeight = 165, ConditionHeight = 150, LegendRow = 15, Gap = 8, Left = 54;
    private static readonly LineLook s_measured = new(Colors.Black, LinePattern.Solid, 2.5f);
    private readonly LayerAxis _layers = new([.. Enumerable.Range(1, result.Depth)]);
    private readonly LogAxis _errors = new(result.Amplitudes.SelectMany(one => one.Predictions).SelectMany(one => one.RelativeError.Concat(one.OneLayerError))
        .Where(error => error is > 1e-4 and < 10).Append(0.5).Append(2));

    /// <summary>One for each network followed; the first residual net and the first perceptron have the short names.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<NoiseFlowResult>() is not null)
        .GroupBy(network => network.Find<NoiseFlowResult>()!.Perceptron)
        .SelectMany(kind => kind.Select((network, i) => new NoiseFlowFigure(
            $"noise-flow{(kind.Key ? "-perceptron" : "")}{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<NoiseFlowResult>()!)));

    /// <inheritdoc />
    public string Name => name;

    private int Columns => Math.Min(MostColumns, result.Amplitudes.Length);

    private int Bands => (result.Amplitudes.Length + MostColumns - 1) / MostColumns;

    private string[] Forms => [.. result.Amplitudes[0].Predictions.Select(prediction => prediction.Form)];

    private float LegendTop => Bands * (NormHeight + ErrorHeight);

    private float ConditionTop => LegendTop + (2 * LegendRow) + Gap;

    private string Caption =>
        $"{network}: noise ξ(t) = ỹ(t) − y(t) in the residuals at layers 1 to {result.Depth}, a column for each amplitude a of the noise in the input; {result.Samples} "
        + $"{(result.Split == "test" ? "test" : "training")} images, one realisation each, in float64. Upper: ‖ξ(t)‖ measured and as predicted from ξ(1) on, mean over samples. "
        + "Lower: relative error of the predicted vector, median over samples, predicted from ξ(1) on (lines) and layer by layer from the measured ξ(t−1) (dots); the grey line is 0.5. "
        + "Vertical axes are logarithmic and cut where a prediction leaves them."
        + (result.VariableWeights && !result.Perceptron ? " Both forms of eq. 5 neglect the change of W from layer to layer." : "")
        + (result.Conditions is { } conditions
            ? $" Bottom: spectral radius and largest singular value of DW = ∂y(t)/∂y(t−1) on the clean trajectories of {conditions.Samples} samples, mean (lines) and range (bands). "
                + "Where ‖DW‖₂ is above the grey line, 1, that layer makes some small noise grow; ρ below it makes small noise die out at a fixed point, in the long run."
            : "");

    /// <inheritdoc />
    public FigureText Text => new($"Noise through the layers, measured and predicted: {network}", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(ConditionTop + (result.Conditions is null ? 0 : ConditionHeight)));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables
    {
        get
        {
            yield return new(name, ["amplitude", "form", "layer", "norm", "relative_error", "cosine", "one_layer_error"],
                from one in result.Amplitudes
                from prediction in one.Predictions.Prepend(new("measured", one.Norm[1..], [], [], [], null))
                from t in Enumerable.Range(0, result.Depth)
                select (IReadOnlyList<object>)[one.Amplitude, prediction.Form, t + 1, prediction.Norm[t], .. new[] { prediction.RelativeError, prediction.Cosine, prediction.OneLayerError }
                    .Select(values => (object)(values.Length == 0 ? "" : values[t]))]);
            if (result.Conditions is { } conditions)
            {
                yield return new(name + "-conditions", ["layer", "radius", "least_radius", "largest_radius", "singular_value", "least_singular_value", "largest_singular_value"],
                    from t in Enumerable.Range(0, result.Depth)
                    select (IReadOnlyList<object>)
                    [
                        t + 1, conditions.Radius[t], conditions.LeastRadius[t], conditions.LargestRadius[t],
                        conditions.SingularValue[t], conditions.LeastSingularValue[t], conditions.LargestSingularValue[t],
                    ]);
            }
        }
    }

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        float width = FigureStyle.FullWidth / (float)Columns;
        for (int i = 0; i < result.Amplitudes.Length; i++)
        {
            float left = i % MostColumns * width, top = i / MostColumns * (NormHeight + ErrorHeight);
            NoiseFlowAmplitude one = result.Amplitudes[i];
            sheet.Panel(Norms(one, first: i % MostColumns == 0), left, top, width, NormHeight, i < 26 ? ((char)('a' + i)).ToString() : null);
            sheet.Panel(Errors(one, first: i % MostColumns == 0), left, top + NormHeight, width, ErrorHeight);
            sheet.Text($"a = {one.Amplitude.ToString("G3", CultureInfo.InvariantCulture)}", left + Left, top + 12);
        }

        (string, LineLook)[] lines = [("measured", s_measured), .. Forms.Select((form, i) => (form, Look(i)))];
        sheet.Legend(lines, Left, LegendTop + 2, 2, 200);
        if (result.Conditions is { } conditions)
        {
            sheet.Panel(ConditionPanel(conditions), 0, ConditionTop, FigureStyle.FullWidth - 150, ConditionHeight);
            sheet.Legend([("ρ(DW)", Look(0)), ("‖DW‖₂", Look(1))], FigureStyle.FullWidth - 140, ConditionTop + 20, 2, 0);
        }
    }

    private Plot Norms(NoiseFlowAmplitude one, bool first)
    {
        Plot plot = FigureStyle.NewPlot("", first ? "‖ξ(t)‖" : "", new PixelPadding(Left, 6, 20, 18));
        double most = one.Norm[1..].Where(double.IsFinite).DefaultIfEmpty(1).Max(), least = one.Norm[1..].Where(norm => norm > 0).DefaultIfEmpty(most).Min();
        LogAxis axis = new(one.Predictions.SelectMany(prediction => prediction.Norm).Where(norm => norm > least / 100 && norm < most * 100).Concat(one.Norm[1..]));
        for (int i = 0; i < one.Predictions.Length; i++)
        {
            AddLine(plot, one.Predictions[i].Norm, axis, most * 100, Look(i));
        }

        AddLine(plot, one.Norm[1..], axis, double.MaxValue, s_measured);
        plot.MoveToBack(plot.PlottableList[^1]);
        axis.Apply(plot);
        _layers.Apply(plot);
        return plot;
    }

    private Plot Errors(NoiseFlowAmplitude one, bool first)
    {
        Plot plot = FigureStyle.NewPlot(_layers.Label, first ? "relative error" : "", new PixelPadding(Left, 6, 36, 8));
        plot.Add.HorizontalLine(_errors.At(0.5), 1, Colors.Gray, LinePattern.Solid);
        for (int i = 0; i < one.Predictions.Length; i++)
        {
            int[] shown = [.. Enumerable.Range(1, result.Depth - 1).Where(t => one.Predictions[i].OneLayerError[t] <= 20)];
            double[] x = [.. shown.Select(t => _layers.At(t + 1))], y = [.. shown.Select(t => _errors.At(one.Predictions[i].OneLayerError[t]))];
            ScottPlot.Plottables.Scatter dots = plot.Add.ScatterPoints(x, y, Look(i).Colour);
            dots.MarkerSize = 3;
            AddLine(plot, one.Predictions[i].RelativeError, _errors, 20, Look(i));
            plot.MoveToBack(dots); // drawn after a dashed line, its dashes would go on into the dots
        }

        _errors.Apply(plot);
        _layers.Apply(plot);
        return plot;
    }

    private Plot ConditionPanel(NoiseConditions conditions)
    {
        Plot plot = FigureStyle.NewPlot(_layers.Label, "ρ(DW), ‖DW‖₂", new PixelPadding(Left, 6, 36, 8));
        plot.Axes.Left.MinimumSize = Left - 6; // keeps the low index of the label off short tick labels
        LogAxis axis = new(conditions.LeastRadius.Concat(conditions.LargestSingularValue).Append(1));
        (double[] Mean, double[] Least, double[] Most)[] quantities =
        [
            (conditions.Radius, conditions.LeastRadius, conditions.LargestRadius),
            (conditions.SingularValue, conditions.LeastSingularValue, conditions.LargestSingularValue),
        ];
        plot.Add.HorizontalLine(axis.At(1), 1, Colors.Gray, LinePattern.Solid);
        for (int i = 0; i < quantities.Length; i++)
        {
            ScottPlot.Plottables.FillY band = plot.Add.FillY(
                [.. Enumerable.Range(1, result.Depth).Select(t => _layers.At(t))], [.. quantities[i].Least.Select(axis.At)], [.. quantities[i].Most.Select(axis.At)]);
            band.FillColor = Look(i).Colour.WithAlpha(0.18);
            band.LineWidth = 0;
            AddLine(plot, quantities[i].Mean, axis, double.MaxValue, Look(i));
        }

        axis.Apply(plot);
        _layers.Apply(plot);
        return plot;
    }

    // Up to the first value that is no number or beyond the largest; an error of 0 has no place on a log axis.
    private void AddLine(Plot plot, double[] values, LogAxis axis, double most, LineLook look)
    {
        int[] shown = [.. Enumerable.Range(0, values.Length).TakeWhile(t => values[t] <= most).Where(t => values[t] > 0)];
        FigureStyle.AddLine(plot, [.. shown.Select(t => _layers.At(t + 1))], [.. shown.Select(t => axis.At(values[t]))], look);
    }

    private static LineLook Look(int form) => new(FigureStyle.ColourOf(form is 0 ? 5 : form is 1 ? 4 : form), form % 2 == 1 ? LinePattern.DenselyDashed : LinePattern.Solid, 1.5f);
}
