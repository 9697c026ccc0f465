using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Residua.Kernels;

/// <summary>
/// One pass of Adam with decoupled decay over a parameter: m ← β₁ m + (1-β₁) s g, v ← β₂ v + (1-β₂) (s g)²,
/// w ← d w - η m / (√v + ε).
/// </summary>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Scale">s, what the gradient is multiplied by.</param>
/// <param name="Shrink">d.</param>
/// <param name="Size">η.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct AdamWUpdate(double Beta1, double Beta2, double Scale, double Shrink, double Size, double Epsilon)
{
    private const long Chunk = 1 << 15;

    /// <summary>Updates w, m and v, all of one shape.</summary>
    public unsafe void Run(Matrix w, Matrix m, Matrix v, Matrix g)
    {
        if (new[] { m, v, g }.Any(other => (other.Rows, other.Columns) != (w.Rows, w.Columns)))
        {
            throw new ArgumentException($"A parameter of [{w.Rows},{w.Columns}] needs moments and a gradient of that shape; the gradient is [{g.Rows},{g.Columns}].");
        }

        AdamWUpdate own = this;
        long count = (long)w.Rows * w.Columns;
        Threads.Run((int)((count + Chunk - 1) / Chunk), task => own.Run(w.Data, m.Data, v.Data, g.Data, task * Chunk, Math.Min(count, (task + 1) * Chunk)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Run(float* w, float* m, float* v, float* g, long first, long last)
    {
        Vector256<float> beta1 = All(Beta1), rest1 = All(1 - Beta1), beta2 = All(Beta2), rest2 = All(1 - Beta2);
        Vector256<float> scale = All(Scale), shrink = All(Shrink), size = All(Size), epsilon = All(Epsilon);
        long i = first;
        for (; i + 8 <= last; i += 8)
        {
            Vector256<float> gradient = scale * Vector256.Load(g + i);
            Vector256<float> first1 = Fma.MultiplyAdd(beta1, Vector256.Load(m + i), rest1 * gradient);
            Vector256<float> second = Fma.MultiplyAdd(beta2, Vector256.Load(v + i), rest2 * gradient * gradient);
            first1.Store(m + i);
            second.Store(v + i);
            ((shrink * Vector256.Load(w + i)) - (size * first1 / (Vector256.Sqrt(second) + epsilon))).Store(w + i);
        }

        for (; i < last; i++)
        {
            double gradient = Scale * g[i];
            m[i] = (float)((Beta1 * m[i]) + ((1 - Beta1) * gradient));
            v[i] = (float)((Beta2 * v[i]) + ((1 - Beta2) * gradient * gradient));
            w[i] = (float)((Shrink * w[i]) - (Size * m[i] / (Math.Sqrt(v[i]) + Epsilon)));
        }
    }

    private static Vector256<float> All(double value) => Vector256.Create((float)value);
}
