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
        return new()
        {
            Name = quantity.Name,
            Label = quantity.Label,
            PerSeed = perSeed,
            Median = sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2,
            Mean = sorted.Average(),
            Least = sorted[0],
            Largest = sorted[^1],
        };
    }

    /// <summary>One value as it is; several as the median with mean and range: "1.47 % (mean 1.48 %, 1.43–1.52 %)".</summary>
    public string Write(Quantity quantity) => PerSeed.Count(value => !double.IsNaN(value)) == 1 || Least == Largest
        ? quantity.Write(Median)
        : $"{quantity.Write(Median)} (mean {quantity.Write(Mean)}, {quantity.WriteRange(Least, Largest)})";
}
