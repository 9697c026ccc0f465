namespace Residua.Dynamics;

/// <summary>
/// What eq. 3 does near the origin, where its Jacobian is zero: dy/dt = y ∘ (W y) to second order, integrated in ln y from random
/// positive directions. It is the same at every scale, so the start's size does not matter.
/// </summary>
/// <remarks>
/// A statement about the directions tried, not a proof: "attracts" means that from each of them max y fell tenfold. N = 1 is exact:
/// dy/dt = w y² falls as 1/(|w| t) for w &lt; 0.
/// </remarks>
public static class OriginStability
{
    private const int Directions = 16, MaximumSteps = 4000;
    private const double LogStep = 0.05;

    /// <summary>The share of directions from which the origin is approached, and of those along which it is left; the rest did neither in time.</summary>
    /// <param name="weight">W, [N,N] row-major.</param>
    /// <param name="neurons">N.</param>
    /// <param name="seed">The seed of the directions.</param>
    public static (double Approached, double Left) Directed(double[] weight, int neurons, int seed)
    {
        Random random = new(seed);
        int approached = 0, left = 0;
        for (int direction = 0; direction < Directions; direction++)
        {
            double[] logs = [.. Enumerable.Range(0, neurons).Select(_ => Math.Log(1e-3 + random.NextDouble()))];
            int outcome = Follow(weight, logs);
            (approached, left) = (approached + (outcome < 0 ? 1 : 0), left + (outcome > 0 ? 1 : 0));
        }

        return (approached / (double)Directions, left / (double)Directions);
    }

    // -1 where the largest y falls tenfold, 1 where it grows tenfold, 0 where neither happens in time. Midpoint steps of d ln y = W y dt.
    private static int Follow(double[] weight, double[] logs)
    {
        double start = logs.Max();
        for (int step = 0; step < MaximumSteps; step++)
        {
            double[] slope = Slope(weight, logs);
            double fastest = slope.Max(Math.Abs);
            if (fastest == 0)
            {
                return 0;
            }

            double time = LogStep / fastest;
            double[] middle = Slope(weight, [.. logs.Select((value, i) => value + 0.5 * time * slope[i])]);
            for (int i = 0; i < logs.Length; i++)
            {
                logs[i] += time * middle[i];
            }

            double now = logs.Max();
            if (Math.Abs(now - start) > Math.Log(10))
            {
                return Math.Sign(now - start);
            }
        }

        return 0;
    }

    private static double[] Slope(double[] weight, double[] logs)
    {
        int n = logs.Length;
        double[] y = [.. logs.Select(Math.Exp)], slope = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                slope[i] += weight[i * n + j] * y[j];
            }
        }

        return slope;
    }
}
