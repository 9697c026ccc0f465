using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Finds the period at which residuals come back.</summary>
/// <remarks>
/// c(p)² = mean over layers t and neurons of (y(t) - y(t-p))², over the L layers given and p = 1 .. L/2: twice the variance times
/// one minus the autocorrelation at lag p. Settled: c(1) at most a tolerance. Periodic: p ≥ 2 is the first lag at which c has a
/// local minimum below a share of its largest value. Drifting: no such lag, and c(1) is itself below that share, or c never falls (by
/// 1 % of its largest value) and c(1) is at most half of that value, as of a motion that goes one way or is slow against L. Aperiodic:
/// the rest. A chaotic orbit that comes back to within the share is taken for periodic, a period above L/2 for drifting or aperiodic.
/// </remarks>
internal static class Recurrence
{
    private const int ChunkSize = 8;

    /// <summary>For each sample what it does, its period (1 when settled, 0 for none), and c(p), [B, L/2] row-major.</summary>
    /// <param name="residuals">y, [L,B,N], L at least 6.</param>
    /// <param name="options">Tolerances.</param>
    public static (OscillationKind[] Kinds, int[] Periods, double[] Distances) Find(Tensor residuals, OscillationOptions options)
    {
        int window = (int)residuals.shape[0], samples = (int)residuals.shape[1], lags = window / 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 6);
        OscillationKind[] kinds = new OscillationKind[samples];
        int[] periods = new int[samples];
        double[] distances = new double[samples * lags];
        for (int first = 0; first < samples; first += ChunkSize)
        {
            double[] c = Distances(residuals.narrow(1, first, Math.Min(ChunkSize, samples - first)), lags);
            c.CopyTo(distances, first * lags);
        }

        for (int i = 0; i < samples; i++)
        {
            (kinds[i], periods[i]) = Judge(distances.AsSpan(i * lags, lags), options);
        }

        return (kinds, periods, distances);
    }

    private static double[] Distances(Tensor part, int lags)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = part.to(float64).transpose(0, 1); // [b,L,N]
        y -= y.mean([1], keepdim: true); // the products below then cancel no digits that matter
        Tensor products = y.bmm(y.transpose(1, 2)); // [b,L,L]
        Tensor squares = products.diagonal(0, 1, 2); // [b,L]
        List<Tensor> all = [];
        long window = y.shape[1];
        for (int p = 1; p <= lags; p++)
        {
            // ‖y(t) - y(t-p)‖² = ‖y(t)‖² + ‖y(t-p)‖² - 2 y(t) y(t-p)
            Tensor sums = squares.narrow(1, p, window - p).Add(squares.narrow(1, 0, window - p)) - products.diagonal(-p, 1, 2).Mul(2);
            all.Add(sums.mean([1]).Div_(y.shape[2]).ClampMin_(0).sqrt_());
        }

        return stack(all, 1).cpu().contiguous().data<double>().ToArray();
    }

    private static (OscillationKind Kind, int Period) Judge(ReadOnlySpan<double> c, OscillationOptions options)
    {
        double largest = 0;
        foreach (double value in c)
        {
            largest = Math.Max(largest, value);
        }

        if (!double.IsFinite(largest))
        {
            return (OscillationKind.NotFinite, 0);
        }

        if (c[0] <= options.SettledTolerance)
        {
            return (OscillationKind.Settled, 1);
        }

        double near = options.ReturnTolerance * largest;
        for (int p = 2; p < c.Length; p++)
        {
            if (c[p - 1] <= near && c[p - 1] <= c[p - 2] && c[p - 1] <= c[p])
            {
                return (OscillationKind.Periodic, p);
            }
        }

        bool falls = false;
        for (int p = 1; p < c.Length; p++)
        {
            falls |= c[p] < c[p - 1] - (0.01 * largest);
        }

        return (c[0] <= near || (!falls && c[0] <= 0.5 * largest) ? OscillationKind.Drifting : OscillationKind.Aperiodic, 0);
    }
}
