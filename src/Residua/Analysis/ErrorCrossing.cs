namespace Residua.Analysis;

/// <summary>The amplitude at which the error first reaches a level.</summary>
/// <param name="Level">The error, a fraction.</param>
/// <param name="Amplitude">
/// Interpolated linearly in log a between amplitudes measured; the least of them where it has passed by then, 0 where it
/// has without noise, infinity where it does not within those measured.
/// </param>
/// <param name="Lower">The 2.5 % quantile over bootstrap replicates.</param>
/// <param name="Upper">The 97.5 % quantile.</param>
public sealed record ErrorCrossing(double Level, double Amplitude, double Lower, double Upper)
{
    /// <summary>The interval as text: "0.45–0.49", "0.45 to never".</summary>
    public string WriteInterval() => new Quantity("", "").WriteRange(Lower, Upper);

    /// <summary>The amplitude at which a curve first reaches a level; see <see cref="Amplitude"/>.</summary>
    /// <param name="amplitudes">a, ascending; [A].</param>
    /// <param name="errors">The error at each; [A].</param>
    /// <param name="cleanError">The error without noise.</param>
    /// <param name="level">The level.</param>
    public static double Find(IReadOnlyList<double> amplitudes, IReadOnlyList<double> errors, double cleanError, double level)
    {
        if (cleanError >= level)
        {
            return 0;
        }

        for (int a = 0; a < amplitudes.Count; a++)
        {
            if (errors[a] >= level)
            {
                return a == 0 ? amplitudes[0] : Between(a - 1, a);
            }
        }

        return double.PositiveInfinity;

        double Between(int below, int above)
        {
            double share = (level - errors[below]) / (errors[above] - errors[below]);
            return amplitudes[below] * Math.Pow(amplitudes[above] / amplitudes[below], share);
        }
    }
}
