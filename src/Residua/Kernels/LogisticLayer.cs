using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Kernels;

/// <summary>
/// A layer of logistic neurons in one pass over its numbers: z = x Wᵀ + b, y = 1 / (1 + exp(-z)), next = a x + y; and its adjoint,
/// D = G ∘ y (1 - y), G ← a G + D W.
/// </summary>
/// <remarks>Equal to the same written with tensors, but for rounding.</remarks>
internal static unsafe class LogisticLayer
{
    private const int RowsTogether = 8;

    /// <summary>One layer forward.</summary>
    /// <param name="x">x, [B,N].</param>
    /// <param name="weights">Wᵀ.</param>
    /// <param name="bias">b, [1,N]; null for none.</param>
    /// <param name="carry">a.</param>
    /// <param name="z">Receives z, [B,N]; may be <paramref name="y"/> where z is not wanted.</param>
    /// <param name="y">Receives y, [B,N].</param>
    /// <param name="next">Receives a x + y, [B,N].</param>
    public static void Forward(Matrix x, PanelView weights, Matrix? bias, float carry, Matrix z, Matrix y, Matrix next) =>
        Product.Multiply(x, weights, z, add: false, (row, rows, column, columns) =>
        {
            for (int i = row; i < row + rows; i++)
            {
                long at = i * z.RowStride;
                Activate(x.Data + at, bias is { } b ? b.Data : null, carry, z.Data + at, y.Data + at, next.Data + at, column, column + columns);
            }
        });

    /// <summary>D = G ∘ y (1 - y), then G ← a G; the caller adds D W.</summary>
    /// <param name="carry">a.</param>
    /// <param name="gradient">G = ∂L/∂x(t), [B,N].</param>
    /// <param name="y">y(t), [B,N].</param>
    /// <param name="delta">Receives D, [B,N].</param>
    public static void Backward(float carry, Matrix gradient, Matrix y, Matrix delta) =>
        Threads.Run((y.Rows + RowsTogether - 1) / RowsTogether, task =>
        {
            long first = task * RowsTogether * y.RowStride, count = (Math.Min(y.Rows, (task + 1) * RowsTogether) * y.RowStride) - first;
            Differentiate(carry, gradient.Data + first, y.Data + first, delta.Data + first, count);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differentiate(float carry, float* gradient, float* y, float* delta, long count)
    {
        long i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<float> g = Vector256.Load(gradient + i), v = Vector256.Load(y + i);
            (g * v * (Vector256<float>.One - v)).Store(delta + i);
            if (carry != 1)
            {
                (g * carry).Store(gradient + i);
            }
        }

        for (; i < count; i++)
        {
            delta[i] = gradient[i] * y[i] * (1 - y[i]);
            gradient[i] *= carry;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Activate(float* x, float* bias, float carry, float* z, float* y, float* next, int first, int last)
    {
        int j = first;
        Vector256<float> a = Vector256.Create(carry);
        for (; j + 8 <= last; j += 8)
        {
            Vector256<float> v = Vector256.Load(z + j);
            if (bias is not null)
            {
                v += Vector256.Load(bias + j);
                v.Store(z + j);
            }

            Vector256<float> active = Logistic.Of(v);
            active.Store(y + j);
            ((a * Vector256.Load(x + j)) + active).Store(next + j);
        }

        for (; j < last; j++)
        {
            z[j] += bias is null ? 0 : bias[j];
            float active = Logistic.Of(z[j]);
            y[j] = active;
            next[j] = (carry * x[j]) + active;
        }
    }
}
