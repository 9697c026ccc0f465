namespace Residua.Analysis;

/// <summary>A mean of independent values, such as one a seed, with its 95 % interval by Student's t: mean ± t(0.975, n − 1) s / √n.</summary>
/// <param name="Count">n.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lower end of the interval; null for one value, or where one is not finite.</param>
/// <param name="High">The upper end.</param>
public sealed record MeanInterval(int Count, double Mean, double? Low, double? High)
{
    /// <summary>Of one value or more.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("There are no values, so they have no mean.", nameof(values));
        }

        double mean = values.Average();
        double? reach = values.Count > 1 && double.IsFinite(mean)
            ? StudentT.Quantile975(values.Count - 1) * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count)
            : null;
        return new(values.Count, mean, mean - reach, mean + reach);
    }
}
