using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Residua.Kernels;

/// <summary>
/// The right factor of a product in the order in which it is read: panels of 16 columns, a panel's rows one after another,
/// [⌈C/16⌉,K,16]; columns past the last are 0.
/// </summary>
internal sealed unsafe class Panels : IDisposable
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 16;

    private const int Together = 4; // panels packed by one task

    private readonly Scratch _scratch;

    /// <summary>Room for a factor [K,C]; <see cref="Pack"/> fills it.</summary>
    public Panels(int rows, int columns)
    {
        (Rows, Columns, Count) = (rows, columns, (columns + Width - 1) / Width);
        _scratch = new((long)Count * Width * rows);
    }

    /// <summary>K.</summary>
    public int Rows { get; }

    /// <summary>C.</summary>
    public int Columns { get; }

    /// <summary>⌈C/16⌉.</summary>
    public int Count { get; }

    /// <summary>A factor, packed.</summary>
    public static Panels Of(Matrix factor)
    {
        Panels panels = new(factor.Rows, factor.Columns);
        panels.Pack(factor);
        return panels;
    }

    /// <summary>All of it, for reading.</summary>
    public PanelView View => new(_scratch.Data, Rows, Columns);

    /// <summary>Takes the numbers of a factor [K,C], whose rows or columns lie together.</summary>
    public void Pack(Matrix factor) => Threads.Run((Count + Together - 1) / Together, task =>
    {
        for (int panel = task * Together; panel < Math.Min(Count, (task + 1) * Together); panel++)
        {
            if (factor.ColumnStride == 1)
            {
                CopyRows(factor, panel);
            }
            else
            {
                CopyColumns(factor, panel);
            }
        }
    });

    /// <inheritdoc />
    public void Dispose() => _scratch.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRows(Matrix factor, int panel)
    {
        int width = Math.Min(Width, Columns - (panel * Width));
        float* from = factor.Data + ((long)panel * Width), to = View.At(panel, 0);
        for (int k = 0; k < Rows; k++, from += factor.RowStride, to += Width)
        {
            if (width == Width)
            {
                Vector256.Load(from).Store(to);
                Vector256.Load(from + 8).Store(to + 8);
                continue;
            }

            for (int j = 0; j < Width; j++)
            {
                to[j] = j < width ? from[j] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyColumns(Matrix factor, int panel)
    {
        for (int half = 0; half < Width; half += 8)
        {
            int width = Math.Clamp(Columns - (panel * Width) - half, 0, 8), k = 0;
            float* from = factor.Data + (((long)panel * Width + half) * factor.ColumnStride), to = View.At(panel, 0) + half;
            for (; width == 8 && k + 8 <= Rows; k += 8)
            {
                Transpose(from + k, factor.ColumnStride, to + ((long)k * Width), Width);
            }

            for (; k < Rows; k++)
            {
                for (int j = 0; j < 8; j++)
                {
                    to[((long)k * Width) + j] = j < width ? from[(j * factor.ColumnStride) + k] : 0;
                }
            }
        }
    }

    /// <summary>Writes the transpose of 8 × 8 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* from, long fromStride, float* to, long toStride)
    {
        Vector256<float> r0 = Vector256.Load(from), r1 = Vector256.Load(from + fromStride), r2 = Vector256.Load(from + (2 * fromStride)), r3 = Vector256.Load(from + (3 * fromStride));
        from += 4 * fromStride;
        Vector256<float> r4 = Vector256.Load(from), r5 = Vector256.Load(from + fromStride), r6 = Vector256.Load(from + (2 * fromStride)), r7 = Vector256.Load(from + (3 * fromStride));
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Permute2x128(b0, b4, 0x20).Store(to);
        Avx.Permute2x128(b1, b5, 0x20).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(to + (3 * toStride));
        to += 4 * toStride;
        Avx.Permute2x128(b0, b4, 0x31).Store(to);
        Avx.Permute2x128(b1, b5, 0x31).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x31).Store(to + (2 * toStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(to + (3 * toStride));
    }
}
