namespace Residua.Analysis;

/// <summary>A quantity over seeds.</summary>
public sealed record MeasuredQuantity
{
    /// <summary>Its key.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in a table.</summary>
    public required string Label { get; init; }

    /// <summary>The value of each seed, in the order of the claim's seeds; NaN where a seed has none.</summary>
    public required double[] PerSeed { get; init; }

    /// <summary>The middle value, or the mean of the middle two.</summary>
    public required double Median { get; init; }

    /// <summary>The mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The smallest value.</summary>
    public required double Least { get; init; }

    /// <summary>The largest value.</summary>
    public required double Largest { get; init; }

    /// <summary>The lower end of the 95 % interval of the mean over seeds, by Student's t; null for one seed, or where a value is not finite.</summary>
    public double? IntervalLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? IntervalHigh { get; init; }

    /// <summary>Sums up the values of a quantity over seeds; null when there is none.</summary>
    public static MeasuredQuantity? From(Quantity quantity, IReadOnlyList<Measurement> measurements)
    {
        double[] perSeed = [.. measurements.Select(measurement => measurement.Values.GetValueOrDefault(quantity.Name, double.NaN))];
        double[] sorted = [.. perSeed.Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
        {
            return null;
        }

        int half = sorted.Length / 2;
        MeanInterval mean = MeanInterval.Of(sorted);
        return new()
        {
            Name = quantity.Name,
            Label = quantity.Label,
            PerSeed = perSeed,
            Median = sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2,
            Mean = mean.Mean,
            Least = sorted[0],
            Largest = sorted[^1],
            IntervalLow = mean.Low,
            IntervalHigh = mean.High,
        };
    }

    /// <summary>
    /// One value as it is; several as what they are over: "1.47 % (median of 3 seeds; range 1.43–1.52 %; mean 1.48 %, 95 % t interval 1.36–1.59 %)".
    /// </summary>
    public string Write(Quantity quantity)
    {
        int seeds = PerSeed.Count(value => !double.IsNaN(value));
        if (seeds == 1 || Least == Largest)
        {
            return quantity.Write(Median) + (seeds == 1 ? "" : $" (each of {seeds} seeds)");
        }

        string interval = (IntervalLow, IntervalHigh) is ({ } low, { } high) ? $", 95 % t interval {quantity.WriteRange(low, high)}" : "";
        return $"{quantity.Write(Median)} (median of {seeds} seeds; range {quantity.WriteRange(Least, Largest)}; mean {quantity.Write(Mean)}{interval})";
    }
}
