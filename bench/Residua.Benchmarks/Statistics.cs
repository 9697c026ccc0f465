namespace Residua.Benchmarks;

/// <summary>Median and range.</summary>
internal static class Statistics
{
    /// <summary>The median, the least and the largest.</summary>
    public static (double Median, double Least, double Largest) Of(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return (sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
