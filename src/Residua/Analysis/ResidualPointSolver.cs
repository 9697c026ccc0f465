using Residua.Dynamics;

namespace Residua.Analysis;

/// <summary>
/// The fixed point of eq. 3 nearest to a state: for each of several saturation thresholds the free neurons are those with f' above
/// it, the others go to 0 or 1, and the linear system gives the free ones; the nearest solution inside (0,1) is taken.
/// </summary>
internal static class ResidualPointSolver
{
    // Those that follow the one asked for, as far as they are larger; at 1 none is free: the corner.
    private static readonly double[] s_larger = [1e-4, 1e-2, 1];

    /// <summary>The points, all different, and which of them each sample led to (-1 for none) and at what distance max_i |y_i - y*_i|.</summary>
    /// <param name="weight">W, [N,N] row-major.</param>
    /// <param name="z">z of the samples, [B,N] row-major.</param>
    /// <param name="samples">B.</param>
    /// <param name="saturation">The smallest threshold.</param>
    /// <param name="cancellation">Ends it between samples.</param>
    public static (List<FoundPoint> Points, int[] Of, double[] Distance) Solve(
        double[] weight, double[] z, int samples, double saturation, CancellationToken cancellation)
    {
        int n = z.Length / samples;
        double[] thresholds = [saturation, .. s_larger.Where(threshold => threshold > saturation)];
        List<FoundPoint> points = [];
        Dictionary<string, int> known = [];
        int[] of = new int[samples];
        double[] distance = new double[samples];
        for (int i = 0; i < samples; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> state = z.AsSpan(i * n, n);
            (of[i], distance[i]) = (-1, double.PositiveInfinity);
            int tried = 0, free = -1;
            foreach (double threshold in thresholds)
            {
                sbyte[] pattern = Pattern(state, threshold);
                int nowFree = pattern.Count(value => value == SaturationPattern.Free);
                if (nowFree == free)
                {
                    continue; // the same neurons: they only become fewer
                }

                (free, tried) = (nowFree, tried + 1);
                if (SaturationPattern.Solve(weight, pattern) is { } y && SaturationPattern.IsInside(y, pattern) && Distance(state, y) is double far && far < distance[i])
                {
                    string key = string.Create(n, pattern, (letters, from) =>
                    {
                        for (int k = 0; k < letters.Length; k++)
                        {
                            letters[k] = (char)('1' + from[k]);
                        }
                    });
                    if (!known.TryGetValue(key, out int point))
                    {
                        known[key] = point = points.Count;
                        points.Add(new(y, pattern, tried, i));
                    }

                    (of[i], distance[i]) = (point, far);
                }
            }
        }

        // A point that a nearer one replaced for its only sample is no one's.
        int[] used = [.. of.Where(point => point >= 0).Distinct().Order()];
        return ([.. used.Select(point => points[point])], [.. of.Select(point => Array.IndexOf(used, point))], distance);
    }

    private static sbyte[] Pattern(ReadOnlySpan<double> z, double threshold)
    {
        sbyte[] pattern = new sbyte[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            double small = Math.Exp(-Math.Abs(z[i])), slope = small / ((1 + small) * (1 + small));
            pattern[i] = slope > threshold ? SaturationPattern.Free : z[i] > 0 ? SaturationPattern.AtOne : SaturationPattern.AtZero;
        }

        return pattern;
    }

    private static double Distance(ReadOnlySpan<double> z, double[] y)
    {
        double largest = 0;
        for (int i = 0; i < y.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(1 / (1 + Math.Exp(-z[i])) - y[i]));
        }

        return largest;
    }
}
