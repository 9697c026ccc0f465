using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Residua.Kernels;

/// <summary>
/// A tile of a product, held in registers while a row of B after another streams by: 8 rows × 32 columns with AVX-512, 6 × 16 with
/// AVX2. Each element is one sum in the order of k, so that both give the same bits.
/// </summary>
internal static unsafe class Tile
{
    /// <summary>Panels of B that a tile covers.</summary>
    public static int Panels => Avx512F.IsSupported ? 2 : 1;

    /// <summary>Rows of a tile.</summary>
    public static int Rows => Avx512F.IsSupported ? 8 : 6;

    /// <summary>Columns of a tile.</summary>
    public static int Columns => Panels * Kernels.Panels.Width;

    /// <summary>C ← A B, or C ← C + A B, of one tile.</summary>
    /// <param name="a">A, [height,depth].</param>
    /// <param name="stride">From one row of A to the next, in numbers.</param>
    /// <param name="height">Rows of A, at most <see cref="Rows"/>; where there are fewer, the last one stands for those that lack.</param>
    /// <param name="b">A panel of B.</param>
    /// <param name="next">The panel after it; read only where a tile covers two.</param>
    /// <param name="depth">Rows of B.</param>
    /// <param name="c">C, [<see cref="Rows"/>,<see cref="Columns"/>].</param>
    /// <param name="cStride">From one row of C to the next, in numbers.</param>
    /// <param name="add">Whether the product is added to C.</param>
    public static void Multiply(float* a, long stride, int height, float* b, float* next, int depth, float* c, long cStride, bool add)
    {
        if (Avx512F.IsSupported)
        {
            Wide(a, stride, height, b, next, depth, c, cStride, add);
        }
        else
        {
            Narrow(a, stride, height, b, depth, c, cStride, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Wide(float* a, long stride, int height, float* b, float* next, int depth, float* c, long cStride, bool add)
    {
        float* a0 = a, a1 = a + (stride * Math.Min(1, height - 1)), a2 = a + (stride * Math.Min(2, height - 1)), a3 = a + (stride * Math.Min(3, height - 1));
        float* a4 = a + (stride * Math.Min(4, height - 1)), a5 = a + (stride * Math.Min(5, height - 1)), a6 = a + (stride * Math.Min(6, height - 1)), a7 = a + (stride * Math.Min(7, height - 1));
        Vector512<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51, c60, c61, c70, c71;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = c60 = c61 = c70 = c71 = Vector512<float>.Zero;
        for (nint k = 0; k < depth; k++, b += Kernels.Panels.Width, next += Kernels.Panels.Width)
        {
            Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(next), x;
            x = Vector512.Create(a0[k]);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a1[k]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a2[k]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(a3[k]);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a4[k]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a5[k]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(a6[k]);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a7[k]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
        }

        Put(c, c00, c01, add);
        Put(c + cStride, c10, c11, add);
        Put(c + (2 * cStride), c20, c21, add);
        Put(c + (3 * cStride), c30, c31, add);
        Put(c + (4 * cStride), c40, c41, add);
        Put(c + (5 * cStride), c50, c51, add);
        Put(c + (6 * cStride), c60, c61, add);
        Put(c + (7 * cStride), c70, c71, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Narrow(float* a, long stride, int height, float* b, int depth, float* c, long cStride, bool add)
    {
        float* a0 = a, a1 = a + (stride * Math.Min(1, height - 1)), a2 = a + (stride * Math.Min(2, height - 1));
        float* a3 = a + (stride * Math.Min(3, height - 1)), a4 = a + (stride * Math.Min(4, height - 1)), a5 = a + (stride * (Math.Min(6, height) - 1));
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
        for (nint k = 0; k < depth; k++, b += Kernels.Panels.Width)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Vector256<float> x = Avx.BroadcastScalarToVector256(a0 + k);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256(a1 + k);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256(a2 + k);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256(a3 + k);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Avx.BroadcastScalarToVector256(a4 + k);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Avx.BroadcastScalarToVector256(a5 + k);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
        }

        Put(c, c00, c01, add);
        Put(c + cStride, c10, c11, add);
        Put(c + (2 * cStride), c20, c21, add);
        Put(c + (3 * cStride), c30, c31, add);
        Put(c + (4 * cStride), c40, c41, add);
        Put(c + (5 * cStride), c50, c51, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector256<float> low, Vector256<float> high, bool add)
    {
        if (add)
        {
            low += Vector256.Load(c);
            high += Vector256.Load(c + 8);
        }

        low.Store(c);
        high.Store(c + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector512<float> low, Vector512<float> high, bool add)
    {
        if (add)
        {
            low += Vector512.Load(c);
            high += Vector512.Load(c + 16);
        }

        low.Store(c);
        high.Store(c + 16);
    }
}
