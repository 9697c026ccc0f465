namespace Residua.Analysis;

/// <summary>How a network's final state and its answers stand noise in the input (Figure 4).</summary>
public sealed record NoiseRobustnessResult
{
    /// <summary>How it was measured: amplitudes a [A], realisations, norm, noise.</summary>
    public required NoiseRobustnessOptions Options { get; init; }

    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Over all samples.</summary>
    public required NoiseResponse Overall { get; init; }

    /// <summary>Over the samples of each class; [C].</summary>
    public required NoiseResponse[] Classes { get; init; }

    /// <summary>The noise-to-signal ratio of x(t), mean over samples and realisations; [A][T+1], from t = 0, the input.</summary>
    public required double[][] LayerRatio { get; init; }

    /// <summary>Where the error over all samples passes the levels of <see cref="NoiseRobustnessOptions.ErrorLevels"/>.</summary>
    public required ErrorCrossing[] Crossings { get; init; }

    /// <summary>What another network is called that was measured alike, to be set beside this one; empty without one.</summary>
    public string OtherName { get; init; } = "";

    /// <summary>What was measured of it; null without one.</summary>
    public NoiseRobustnessResult? Other { get; init; }

    /// <summary>
    /// C8: the perceptron's noise-to-signal ratio beside this residual net's, on either side of a = 0.1, and where the error
    /// of each passes 10 %. Null where the two were not measured alike. A share is NaN where no amplitude lies on its side, or a ratio there is no number.
    /// </summary>
    public Measurement? CompareWith(NoiseRobustnessResult perceptron, int seed)
    {
        IReadOnlyList<double> amplitudes = Options.Amplitudes;
        if (!perceptron.Options.Amplitudes.SequenceEqual(amplitudes) || perceptron.Options with { Amplitudes = amplitudes, ErrorLevels = Options.ErrorLevels } != Options
            || (perceptron.Overall.Samples, perceptron.Split) != (Overall.Samples, Split))
        {
            return null;
        }

        double[] residual = Overall.Ratio.Mean, other = perceptron.Overall.Ratio.Mean;
        return new()
        {
            Seed = seed,
            Values = new Dictionary<string, double>
            {
                ["shareOfSmallBelow"] = Share(a => amplitudes[a] < Turn, a => other[a] < residual[a]),
                ["shareOfLargeAbove"] = Share(a => amplitudes[a] > Turn, a => other[a] > residual[a]),
                ["perceptronAmplitude"] = perceptron.TenPercent.Amplitude,
                ["residualAmplitude"] = TenPercent.Amplitude,
            },
            Over = $"{Overall.Samples} {(Split == "test" ? "test" : "training")} images, {Options.Realisations} realisations, {amplitudes.Count} amplitudes",
            Note = $"95 % intervals of the amplitudes at 10 % error, by bootstrap over samples and realisations: perceptron {perceptron.TenPercent.WriteInterval()}, residual net {TenPercent.WriteInterval()}.",
        };

        double Share(Func<int, bool> counts, Func<int, bool> holds)
        {
            int[] side = [.. Enumerable.Range(0, amplitudes.Count).Where(counts)];
            return side.Length == 0 || side.Any(a => double.IsNaN(residual[a]) || double.IsNaN(other[a])) ? double.NaN : side.Count(holds) / (double)side.Length;
        }
    }

    // Where the paper's comparison turns.
    private const double Turn = 0.1;

    // NaN, not measured, where the user asked for other levels.
    private ErrorCrossing TenPercent => Crossings.FirstOrDefault(crossing => crossing.Level == 0.1) ?? new(0.1, double.NaN, double.NaN, double.NaN);
}
