using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Kernels;

/// <summary>Σᵢ aᵢⱼ for each column j.</summary>
internal static unsafe class ColumnSums
{
    private const int Together = 32; // columns of one task

    /// <summary>Writes the sums of a [R,C], whose rows lie together, to <paramref name="sums"/> [1,C].</summary>
    public static void Of(Matrix a, Matrix sums) => Threads.Run((a.Columns + Together - 1) / Together, task =>
    {
        int first = task * Together;
        Sum(a, sums.Data, first, Math.Min(a.Columns, first + Together));
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(Matrix a, float* sums, int first, int last)
    {
        int j = first;
        for (; j + 8 <= last; j += 8)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            float* from = a.Data + j;
            for (int i = 0; i < a.Rows; i++, from += a.RowStride)
            {
                sum += Vector256.Load(from);
            }

            sum.Store(sums + j);
        }

        for (; j < last; j++)
        {
            float sum = 0;
            for (int i = 0; i < a.Rows; i++)
            {
                sum += a.Data[(i * a.RowStride) + j];
            }

            sums[j] = sum;
        }
    }
}
