using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Kernels;

/// <summary>Σ aᵢⱼ², summed in float64, the same whatever the threads.</summary>
internal static unsafe class SquareSum
{
    private const long Chunk = 1 << 15;

    /// <summary>The sum over a matrix whose rows lie together and one after another.</summary>
    public static double Of(Matrix a)
    {
        long count = (long)a.Rows * a.Columns;
        double[] parts = new double[(count + Chunk - 1) / Chunk];
        Threads.Run(parts.Length, task => parts[task] = Of(a.Data + (task * Chunk), Math.Min(Chunk, count - (task * Chunk))));
        return parts.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Of(float* a, long count)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        long i = 0;
        for (; i + 8 <= count; i += 8)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(a + i));
            sum += (low * low) + (high * high);
        }

        double total = Vector256.Sum(sum);
        for (; i < count; i++)
        {
            total += (double)a[i] * a[i];
        }

        return total;
    }
}
