using Plotly.Blazor;
using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.App.Figures;

namespace Residua.App.Explorer.Plots;

/// <summary>Noise through layers, and Figure 4.</summary>
internal static class NoisePlots
{
    /// <summary>The noise-to-signal ratio of the state through layers.</summary>
    public static Plot Ratio(IReadOnlyList<NoisePassage> passages, Appearance look) => Layers(passages, look, "noise-ratio", "Noise-to-signal ratio of x(t)", "‖x̃(t) − x(t)‖ / ‖x(t)‖", passage => passage.Ratio);

    /// <summary>The size of the noise of each residual.</summary>
    public static Plot Noise(IReadOnlyList<NoisePassage> passages, Appearance look) => Layers(passages, look, "noise-layers", "Noise ξ(t) of each residual", "‖ξ(t)‖", passage => passage.Noise) with
    {
        Caption = "ξ(0) is the noise of the input, ξ(t) = ỹ(t) − y(t) that of layer t's residual; norms are Euclidean.",
    };

    /// <summary>Probabilities of the classes, clean and noisy.</summary>
    public static Plot Classes(NoisePassage passage, Appearance look, int series)
    {
        double[] classes = [.. Enumerable.Range(0, passage.Clean.Length).Select(c => (double)c)];
        return new($"noise-classes-{passage.Name}", $"{passage.Name}: {passage.CleanClass} clean, {passage.NoisyClass} noisy", "class", "probability",
            [Traces.Bars("clean", classes, passage.Clean, look.Mark), Traces.Bars("noisy", classes, passage.Noisy, look.Series(series))],
            new FigureTable("classes", ["class", "clean", "noisy"], classes.Select((c, i) => (IReadOnlyList<object>)[c, passage.Clean[i], passage.Noisy[i]])))
        {
            RangeY = (0, 1),
            StepX = 1,
            Height = 260,
        };
    }

    /// <summary>A measure of Figure 4 against the amplitude, with a cursor.</summary>
    /// <param name="networks">The networks measured, by name.</param>
    /// <param name="measure">"ratio", "cosine" or "error".</param>
    /// <param name="cursor">The amplitude shown elsewhere on the page.</param>
    /// <param name="look">Colours.</param>
    public static Plot Figure4(IReadOnlyList<(string Name, NoiseRobustnessResult Result)> networks, string measure, double cursor, Appearance look)
    {
        (string title, string unit, Func<NoiseResponse, NoiseCurve> curve, double scale) = measure switch
        {
            "cosine" => ("Cosine of clean and noisy x(T)", "cosine", (Func<NoiseResponse, NoiseCurve>)(response => response.Cosine), 1d),
            "error" => ("Errors", "misclassified (%)", response => response.Error, 100d),
            _ => ("Noise-to-signal ratio of x(T)", "ratio", response => response.Ratio, 1d),
        };
        List<ITrace> traces = [];
        foreach (((string name, NoiseRobustnessResult result), int i) in networks.Select((network, i) => (network, i)))
        {
            double[] amplitudes = [.. result.Options.Amplitudes], mean = Scaled(curve(result.Overall).Mean), deviation = Scaled(measure == "error" ? curve(result.Overall).RealisationDeviation : curve(result.Overall).SampleDeviation);
            if (measure != "ratio")
            {
                traces.Add(Traces.Band(name, amplitudes, [.. mean.Zip(deviation, (m, d) => m - d)], [.. mean.Zip(deviation, (m, d) => m + d)], look.Series(i)));
            }

            traces.Add(Traces.Marked(name, amplitudes, mean, look.Series(i)));
        }

        return new("figure-4-" + measure, title, "amplitude of the noise a", unit, traces, new FigureTable("noise", ["network", "amplitude", "mean", "deviation_over_samples", "deviation_over_realisations"],
            from network in networks
            from a in Enumerable.Range(0, network.Result.Options.Amplitudes.Count)
            let values = curve(network.Result.Overall)
            select (IReadOnlyList<object>)[network.Name, network.Result.Options.Amplitudes[a], values.Mean[a], values.SampleDeviation[a], values.RealisationDeviation[a]]))
        {
            IsLogX = true,
            IsLogY = measure == "ratio",
            Shapes = cursor > 0 ? [Marks.Vertical(cursor, look)] : [],
            Height = 300,
        };

        double[] Scaled(double[] values) => [.. values.Select(value => scale * value)];
    }

    private static Plot Layers(IReadOnlyList<NoisePassage> passages, Appearance look, string name, string title, string unit, Func<NoisePassage, double[]> values) => new(
        name, title, "layer t", unit,
        [.. passages.Select((passage, i) => Traces.Marked(passage.Name, Enumerable.Range(0, values(passage).Length).Select(t => (double)t), values(passage), look.Series(i)))],
        new FigureTable(name, ["network", "layer", "value"],
            from passage in passages
            from t in Enumerable.Range(0, values(passage).Length)
            select (IReadOnlyList<object>)[passage.Name, t, values(passage)[t]]))
    {
        IsLogY = true,
        Height = 300,
    };
}
