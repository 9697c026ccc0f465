namespace Residua.Analysis;

/// <summary>Intervals for a share measured on a number of samples.</summary>
/// <remarks>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22:209, 1927.</remarks>
public static class ProportionInterval
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>Wilson's interval that holds the true share in 95 of 100 cases.</summary>
    /// <param name="share">The share seen, in [0,1].</param>
    /// <param name="samples">Independent samples it was seen on, 1 or more.</param>
    public static (double Low, double High) Wilson95(double share, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        double z2 = Normal95 * Normal95 / samples;
        double centre = (share + (z2 / 2)) / (1 + z2), half = Math.Sqrt(z2 * ((share * (1 - share)) + (z2 / 4))) / (1 + z2);
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
