namespace Residua.Analysis;

/// <summary>Spearman's rank correlation.</summary>
/// <remarks>Source: C. Spearman, "The proof and measurement of association between two things", Am. J. Psychol. 15:72, 1904.</remarks>
public static class RankCorrelation
{
    /// <summary>The correlation of the ranks of pairs (a, b), tied values taking the mean of their ranks; in [-1,1].</summary>
    /// <returns>NaN for fewer than two pairs, where a value is NaN, and where all values of one side are equal. Infinities have ranks as other numbers.</returns>
    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public static double Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"Pairs are wanted, but there are {first.Count} and {second.Count} values.", nameof(second));
        }

        if (first.Count < 2 || first.Concat(second).Any(double.IsNaN))
        {
            return double.NaN;
        }

        double[] a = Ranks(first), b = Ranks(second);
        double mean = (a.Length - 1) / 2.0;
        double product = a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum();
        double scale = Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) * b.Sum(y => (y - mean) * (y - mean)));
        return scale > 0 ? product / scale : double.NaN;
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[order.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && values[order[end]].Equals(values[order[start]]))
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }
        }

        return ranks;
    }
}
