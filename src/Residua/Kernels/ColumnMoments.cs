using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Kernels;

/// <summary>Of each column of a few rows: the mean, and the sum of squares of the deviations from it, in two passes.</summary>
internal static unsafe class ColumnMoments
{
    /// <summary>Takes them over the rows from <paramref name="first"/> on.</summary>
    /// <param name="a">[R,C]; its rows lie together.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="mean">Receives the means, [C].</param>
    /// <param name="squares">Receives Σ (a - mean)², [C].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of(Matrix a, int first, int rows, float[] mean, float[] squares)
    {
        float* from = a.Data + (first * a.RowStride);
        float share = 1f / rows;
        int j = 0;
        for (; j + 8 <= a.Columns; j += 8)
        {
            Vector256<float> sum = Vector256<float>.Zero, spread = Vector256<float>.Zero;
            for (int i = 0; i < rows; i++)
            {
                sum += Vector256.Load(from + (i * a.RowStride) + j);
            }

            sum *= share;
            for (int i = 0; i < rows; i++)
            {
                Vector256<float> apart = Vector256.Load(from + (i * a.RowStride) + j) - sum;
                spread += apart * apart;
            }

            sum.CopyTo(mean, j);
            spread.CopyTo(squares, j);
        }

        for (; j < a.Columns; j++)
        {
            float sum = 0, spread = 0;
            for (int i = 0; i < rows; i++)
            {
                sum += from[(i * a.RowStride) + j];
            }

            sum *= share;
            for (int i = 0; i < rows; i++)
            {
                float apart = from[(i * a.RowStride) + j] - sum;
                spread += apart * apart;
            }

            (mean[j], squares[j]) = (sum, spread);
        }
    }

    /// <summary>How many numbers are below one limit, and how many above another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (long Below, long Above) Count(Matrix a, float low, float high)
    {
        long below = 0, above = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            float* row = a.Data + (i * a.RowStride);
            Vector256<int> lower = Vector256<int>.Zero, higher = Vector256<int>.Zero;
            int j = 0;
            for (; j + 8 <= a.Columns; j += 8)
            {
                Vector256<float> values = Vector256.Load(row + j);
                lower -= Vector256.LessThan(values, Vector256.Create(low)).AsInt32();
                higher -= Vector256.GreaterThan(values, Vector256.Create(high)).AsInt32();
            }

            below += Vector256.Sum(lower);
            above += Vector256.Sum(higher);
            for (; j < a.Columns; j++)
            {
                below += row[j] < low ? 1 : 0;
                above += row[j] > high ? 1 : 0;
            }
        }

        return (below, above);
    }
}
