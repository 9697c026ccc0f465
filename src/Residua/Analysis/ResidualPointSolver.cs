using Residua.Dynamics;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// The fixed point of eq. 3 nearest to a state: for each of several saturation thresholds the free neurons are those with f' above
/// it, the others go to 0 or 1, and the linear system gives the free ones; the nearest solution inside (0,1) is taken, if it is near.
/// </summary>
internal static class ResidualPointSolver
{
    // Those that follow the one asked for, as far as they are larger; at 1 none is free: the corner.
    private static readonly double[] s_larger = [1e-4, 1e-2, 1];

    /// <summary>The points, all different, and which of them each state led to (-1 for none).</summary>
    /// <param name="weight">W, [N,N], float64.</param>
    /// <param name="z">z of the states, [B,N] row-major.</param>
    /// <param name="states">B.</param>
    /// <param name="saturation">The smallest threshold.</param>
    /// <param name="near">A point with max_i |y_i - y*_i| above this is not where the state is, and left out.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between linear systems.</param>
    public static (List<FoundPoint> Points, int[] Of) Solve(
        Tensor weight, double[] z, int states, double saturation, double near, Action<double>? progress, CancellationToken cancellation)
    {
        int n = z.Length / states;
        double[] thresholds = [saturation, .. s_larger.Where(threshold => threshold > saturation)];
        Dictionary<string, double[]?> solved = []; // by pattern; null where there is no point
        Dictionary<double[], int> known = []; // arrays are compared by reference: one for each pattern
        List<FoundPoint> points = [];
        int[] of = new int[states];
        for (int i = 0; i < states; i++)
        {
            ReadOnlySpan<double> state = z.AsSpan(i * n, n);
            double[] y = Residual(state);
            (FoundPoint? best, double distance) = (null, near);
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
                if (Distance(y, pattern, point: null) > distance)
                {
                    break; // saturated neurons are too far already, and at larger thresholds there are more of them
                }

                cancellation.ThrowIfCancellationRequested();
                string key = Key(pattern);
                if (!solved.TryGetValue(key, out double[]? point))
                {
                    point = SaturationPattern.Solve(weight, pattern) is { } solution && SaturationPattern.IsInside(solution, pattern) ? solution : null;
                    solved[key] = point;
                }

                if (point is not null && Distance(y, pattern, point) is double far && (best is null ? far <= distance : far < distance))
                {
                    (best, distance) = (new(point, pattern, tried, i), far);
                }
            }

            of[i] = best is null ? -1 : Number(best);
            progress?.Invoke((i + 1.0) / states);
        }

        return (points, of);

        int Number(FoundPoint found)
        {
            if (!known.TryGetValue(found.Point, out int number))
            {
                known[found.Point] = number = points.Count;
                points.Add(found);
            }

            return number;
        }
    }

    private static double[] Residual(ReadOnlySpan<double> z)
    {
        double[] y = new double[z.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = 1 / (1 + Math.Exp(-z[i]));
        }

        return y;
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

    private static string Key(sbyte[] pattern) => string.Create(pattern.Length, pattern, (letters, from) =>
    {
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = (char)('1' + from[i]);
        }
    });

    // max_i |y_i - y*_i|; without a point, over the saturated neurons alone.
    private static double Distance(double[] y, sbyte[] pattern, double[]? point)
    {
        double largest = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double target = point is not null ? point[i] : pattern[i] == SaturationPattern.Free ? y[i] : pattern[i];
            largest = Math.Max(largest, Math.Abs(y[i] - target));
        }

        return largest;
    }
}
