using System.Globalization;
using Residua.Analysis;
using Residua.Systems;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 4: noise-to-signal ratio, cosine and error against the amplitude of the noise, for all networks and by class.</summary>
internal sealed class NoiseFigure(IReadOnlyList<(string Name, string Title, NoiseRobustnessResult Result)> networks) : IFigure
{
    private const float TopHeight = 200, RowHeight = 150, RowTitle = 16, LegendHeight = 20, Left = 54, PanelWidth = FigureStyle.FullWidth / 3f;
    private static readonly string[] s_measures = ["noise-to-signal ratio", "cosine similarity", "misclassified (%)"];
    private readonly AmplitudeAxis _amplitudes = new(networks.SelectMany(network => network.Result.Options.Amplitudes));
    private readonly LogAxis _ratios = new(Shown(networks, response => response.Ratio.Mean));
    private readonly double _largestError = 100 * Shown(networks, response => response.Error.Mean).Where(double.IsFinite).DefaultIfEmpty(0).Max();
    private readonly double _leastCosine = Shown(networks, response => response.Cosine.Mean).Where(double.IsFinite).DefaultIfEmpty(0).Min();

    /// <summary>One for all networks measured, and for those measured beside them.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs)
    {
        (string, string, NoiseRobustnessResult)[] measured =
        [
            .. from network in inputs.Networks
               let result = network.Find<NoiseRobustnessResult>()
               where result is not null
               from shown in new[] { (network.Name, network.Title, result), (result.OtherName, result.OtherName, result.Other) }
               where shown.Item3 is not null
               select (shown.Item1, shown.Item2, shown.Item3!),
        ];
        return measured.Length == 0 ? [] : [new NoiseFigure(measured)];
    }

    /// <inheritdoc />
    public string Name => "figure-4";

    private int Classes => networks.Max(network => network.Result.Classes.Length);

    private int LegendRows => (networks.Count + 1) / 2;

    private float ClassesTop => TopHeight + (LegendRows * 15) + 10;

    private string Caption
    {
        get
        {
            NoiseRobustnessResult first = networks[0].Result;
            string[] settings = [.. networks.Select(network => Settings(network.Result)).Distinct()];
            return $"{string.Join("; otherwise ", settings)}. a: noise-to-signal ratio of the final state x(T). b: cosine of clean and noisy x(T). c: share misclassified. "
                + "Lines: mean over samples and realisations; bands: ± one standard deviation, in a and b over samples (each its mean over realisations), "
                + "in c over realisations. Bars in c: the amplitude at which the error passes "
                + $"{string.Join(", ", networks.SelectMany(network => network.Result.Crossings).Select(crossing => crossing.Level).Distinct().Order().Select(level => (100 * level).ToString("0.##", CultureInfo.InvariantCulture)))} %, with the 95 % interval of {first.Options.Replicates} "
                + "bootstrap replicates over samples and realisations, where the error without noise is below that. Lower rows: the same means by class, a row for each network." + LogAxis.EdgeNote;
        }
    }

    /// <inheritdoc />
    public FigureText Text => new("Noise in the input: noise-to-signal ratio, cosine similarity and errors", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(ClassesTop + (networks.Count * (RowHeight + RowTitle)) + LegendHeight + 15));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name,
            [
                "network", "class", "amplitude", "ratio", "ratio_sample_deviation", "ratio_realisation_deviation",
                "cosine", "cosine_sample_deviation", "cosine_realisation_deviation", "error", "error_sample_deviation", "error_realisation_deviation",
            ],
            from network in networks
            from response in network.Result.Classes.Select((response, c) => (Class: (object)c, Of: response)).Prepend(("all", network.Result.Overall))
            from a in Enumerable.Range(0, network.Result.Options.Amplitudes.Count)
            select (IReadOnlyList<object>)
            [
                network.Name, response.Class, network.Result.Options.Amplitudes[a],
                .. new[] { response.Of.Ratio, response.Of.Cosine, response.Of.Error }
                    .SelectMany(curve => new object[] { curve.Mean[a], curve.SampleDeviation[a], curve.RealisationDeviation[a] }),
            ]),
        new(Name + "-errors", ["network", "error", "amplitude", "lower", "upper"],
            from network in networks
            from crossing in network.Result.Crossings
            select (IReadOnlyList<object>)[network.Name, crossing.Level, crossing.Amplitude, crossing.Lower, crossing.Upper]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        for (int measure = 0; measure < s_measures.Length; measure++)
        {
            sheet.Panel(Overall(measure), measure * PanelWidth, 0, PanelWidth, TopHeight, "abc"[measure].ToString());
        }

        sheet.Legend([.. networks.Select((network, i) => (network.Title, Look(i)))], Left, TopHeight + 2, LegendRows, 300);
        float top = ClassesTop;
        for (int i = 0; i < networks.Count; i++)
        {
            sheet.Text($"{networks[i].Title}, by class", Left, top + 11, bold: true);
            for (int measure = 0; measure < s_measures.Length; measure++)
            {
                sheet.Panel(ByClass(networks[i].Result, measure, last: i == networks.Count - 1), measure * PanelWidth, top + RowTitle, PanelWidth, RowHeight);
            }

            top += RowHeight + RowTitle;
        }

        sheet.Text("class", 8, top + 13);
        sheet.Legend([.. Enumerable.Range(0, Classes).Select(c => ($"{c}", ClassLook(c)))], Left, top + 2, 1, Math.Min(60, (FigureStyle.FullWidth - 60) / Classes));
    }

    private Plot Overall(int measure)
    {
        Plot plot = FigureStyle.NewPlot(AmplitudeAxis.Label, s_measures[measure], new PixelPadding(Left, 8, 36, 20));
        for (int i = 0; i < networks.Count; i++)
        {
            NoiseResponse response = networks[i].Result.Overall;
            NoiseCurve curve = CurveOf(response, measure);
            IReadOnlyList<double> amplitudes = networks[i].Result.Options.Amplitudes;
            double[] deviation = measure == 2 ? curve.RealisationDeviation : curve.SampleDeviation;
            int[] banded = [.. Enumerable.Range(0, amplitudes.Count).Where(a => double.IsFinite(curve.Mean[a]) && double.IsFinite(deviation[a]))];
            if (banded.Length > 1)
            {
                ScottPlot.Plottables.FillY band = plot.Add.FillY(
                    [.. banded.Select(a => _amplitudes.At(amplitudes[a]))],
                    [.. banded.Select(a => At(measure, curve.Mean[a] - deviation[a]))],
                    [.. banded.Select(a => At(measure, curve.Mean[a] + deviation[a]))]);
                band.FillColor = Look(i).Colour.WithAlpha(0.18);
                band.LineWidth = 0;
            }

            AddLine(plot, amplitudes, curve.Mean, measure, Look(i));
            if (measure == 2)
            {
                AddCrossings(plot, networks[i].Result.Crossings, i);
            }
        }

        Finish(plot, measure);
        return plot;
    }

    private void AddCrossings(Plot plot, ErrorCrossing[] crossings, int network)
    {
        foreach (ErrorCrossing crossing in crossings.Where(crossing => crossing.Lower > 0 && double.IsFinite(crossing.Amplitude)))
        {
            double y = At(2, crossing.Level);
            FigureStyle.AddLine(plot, [_amplitudes.At(crossing.Lower), _amplitudes.At(crossing.Upper)], [y, y], new(Look(network).Colour, LinePattern.Solid, 3));
        }
    }

    private Plot ByClass(NoiseRobustnessResult result, int measure, bool last)
    {
        Plot plot = FigureStyle.NewPlot(last ? AmplitudeAxis.Label : "", s_measures[measure], new PixelPadding(Left, 8, last ? 36 : 22, 6));
        for (int c = 0; c < result.Classes.Length; c++)
        {
            AddLine(plot, result.Options.Amplitudes, CurveOf(result.Classes[c], measure).Mean, measure, ClassLook(c));
        }

        Finish(plot, measure);
        return plot;
    }

    private void Finish(Plot plot, int measure)
    {
        _amplitudes.Apply(plot);
        if (measure == 0)
        {
            _ratios.Apply(plot);
            return;
        }

        (double least, double most) = measure == 1 ? (_leastCosine, 1.0) : (0.0, Math.Max(_largestError, 1));
        double margin = Math.Max(0.04 * (most - least), 1e-9);
        plot.Axes.SetLimitsY(least - margin, most + margin);
        double step = measure == 1 ? Step(most - least) : Math.Max(1, Step(most));
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int i = 0; i * step <= most - least + margin; i++)
        {
            double tick = measure == 1 ? 1 - (i * step) : i * step;
            ticks.AddMajor(tick, tick.ToString("0.######", CultureInfo.InvariantCulture));
        }

        plot.Axes.Left.TickGenerator = ticks;
    }

    // 1, 2 or 5 times a power of ten, with three to seven steps in a range.
    private static double Step(double range)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(range, 1e-9))));
        return range < 1.5 * power ? power / 5 : range < 3.5 * power ? power / 2 : range < 7 * power ? power : 2 * power;
    }

    private void AddLine(Plot plot, IReadOnlyList<double> amplitudes, double[] values, int measure, LineLook look)
    {
        int[] shown = [.. Enumerable.Range(0, values.Length).Where(a => double.IsFinite(values[a]))];
        FigureStyle.AddLine(plot, [.. shown.Select(a => _amplitudes.At(amplitudes[a]))], [.. shown.Select(a => At(measure, values[a]))], look);
    }

    private double At(int measure, double value) => measure switch
    {
        0 => _ratios.At(value),
        1 => value,
        _ => 100 * value,
    };

    private static NoiseCurve CurveOf(NoiseResponse response, int measure) => measure switch
    {
        0 => response.Ratio,
        1 => response.Cosine,
        _ => response.Error,
    };

    private static IEnumerable<double> Shown(
        IReadOnlyList<(string Name, string Title, NoiseRobustnessResult Result)> networks, Func<NoiseResponse, IEnumerable<double>> values) =>
        networks.SelectMany(network => network.Result.Classes.Append(network.Result.Overall)).SelectMany(values);

    private static string Settings(NoiseRobustnessResult result)
    {
        NoiseRobustnessOptions options = result.Options;
        string range = options.Noise.Distribution switch
        {
            NoiseDistribution.PositiveUniform => "uniform on [0, a]",
            NoiseDistribution.Gaussian => "normal with standard deviation a/√3",
            _ => "uniform on [−a, a]",
        };
        string norm = options.Norm switch
        {
            NoiseNorm.L1 => "L1 norm",
            NoiseNorm.Elementwise => "mean of |noise| / |signal| over neurons",
            _ => "L2 norm",
        };
        return $"Noise {range} in {(options.Noise.Target == NoiseTarget.All ? "all neurons of x(0)" : "the pixels")}{(options.Noise.Clip ? ", clipped to [0, 1]" : "")}; "
            + $"{norm}; {result.Overall.Samples} {(result.Split == "test" ? "test" : "training")} images, {options.Realisations} realisations each";
    }

    private static LineLook Look(int network) => new(FigureStyle.ColourOf(network == 0 ? 0 : network + 3), FigureStyle.PatternOf(network + 3), 1.75f);

    private static LineLook ClassLook(int c) => new(FigureStyle.ColourOf(c), FigureStyle.PatternOf(c), 1.1f);
}
