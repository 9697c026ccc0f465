using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The largest Lyapunov exponents over a finite number of steps: k tangent vectors are carried along, made orthonormal
/// after each step by a QR decomposition, and exponent i after t steps is the sum of log |R_ii| over them, divided by t.
/// </summary>
/// <remarks>
/// Per layer, natural logarithm: positive means that nearby states part, as exp(t times the exponent). Over a finite
/// depth it includes the transient, which decays as 1/t only. An exponent of a direction that is lost in one step is minus infinity.
/// Source: G. Benettin, L. Galgani, A. Giorgilli, J.-M. Strelcyn, Meccanica 15 (1980) 9-20 and 21-30; K. Geist, U. Parlitz,
/// W. Lauterborn, Prog. Theor. Phys. 83 (1990) 875-893.
/// </remarks>
public static class LyapunovExponents
{
    /// <summary>The exponents after each step, [steps] of [B,k] row-major, largest first as a rule.</summary>
    /// <param name="map">The system.</param>
    /// <param name="start">The states to start at, [B,N], in the type to compute in; not changed.</param>
    /// <param name="steps">Steps to take, 1 or more.</param>
    /// <param name="count">k, exponents a sample, at most N.</param>
    /// <param name="seed">The seed of the first tangent vectors.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends the run between steps.</param>
    public static double[][] Run(
        ITangentMap map, Tensor start, int steps, int count, ulong seed, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (long samples, long n) = (start.shape[0], start.shape[1]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, n);
        using IDisposable noGradient = no_grad();
        using DisposeScope outer = NewDisposeScope();
        using Generator generator = new(seed, CPU);
        Tensor state = start.alias();
        Tensor tangents = Orthonormal(randn([samples, count, n], start.dtype, CPU, generator: generator).to(start.device)).Vectors;
        double[] sums = new double[samples * count];
        double[][] exponents = new double[steps][];
        for (int t = 1; t <= steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            (Tensor nextState, Tensor grown) = map.Step(state, tangents, t);
            (Tensor next, double[] logarithms) = Orthonormal(grown);
            state.Dispose();
            tangents.Dispose();
            (state, tangents) = (nextState.MoveToOuterDisposeScope(), next.MoveToOuterDisposeScope());
            exponents[t - 1] = new double[sums.Length];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += logarithms[i];
                exponents[t - 1][i] = sums[i] / t;
            }

            progress?.Invoke(t / (double)steps);
        }

        return exponents;
    }

    // [B,k,N] to orthonormal rows, and log |R_ii| as [B,k].
    private static (Tensor Vectors, double[] Logarithms) Orthonormal(Tensor vectors)
    {
        (Tensor q, Tensor r) = linalg.qr(vectors.transpose(1, 2), linalg.QRMode.Reduced);
        double[] diagonal = r.diagonal(0, -2, -1).abs().log().to(float64).cpu().contiguous().data<double>().ToArray();
        return (q.transpose(1, 2).contiguous(), diagonal);
    }
}
