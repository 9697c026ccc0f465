using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Residua.Kernels;

/// <summary>A view of float32 numbers in memory: element (i,j) is at i · row stride + j · column stride. Owns nothing.</summary>
/// <param name="data">Element (0,0).</param>
/// <param name="rows">R.</param>
/// <param name="columns">C.</param>
/// <param name="rowStride">From one row to the next, in numbers.</param>
/// <param name="columnStride">From one column to the next, in numbers.</param>
internal readonly unsafe struct Matrix(float* data, int rows, int columns, long rowStride, long columnStride)
{
    /// <summary>Element (0,0).</summary>
    public float* Data => data;

    /// <summary>R.</summary>
    public int Rows => rows;

    /// <summary>C.</summary>
    public int Columns => columns;

    /// <summary>From one row to the next, in numbers.</summary>
    public long RowStride => rowStride;

    /// <summary>From one column to the next, in numbers.</summary>
    public long ColumnStride => columnStride;

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public Matrix Transposed => new(data, columns, rows, columnStride, rowStride);

    /// <summary>A row, where rows lie together.</summary>
    public Span<float> Row(int row) => new(data + (row * rowStride), columns);

    /// <summary>Whether the kernels apply: float32 rows in the processor's memory, of less than 2 GiB, and a processor with AVX2 and FMA.</summary>
    public static bool Fits(torch.Tensor tensor) =>
        Avx2.IsSupported && Fma.IsSupported && tensor.dtype == torch.ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous()
        && tensor.dim() is 1 or 2 && tensor.numel() <= int.MaxValue / sizeof(float);

    /// <summary>The numbers of a tensor of one dimension (a row) or two that <see cref="Fits"/>; it must outlive the view.</summary>
    public static Matrix Of(torch.Tensor tensor)
    {
        long[] shape = tensor.shape;
        (int rows, int columns) = shape.Length == 1 ? (1, (int)shape[0]) : ((int)shape[0], (int)shape[1]);
        return new((float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes)), rows, columns, columns, 1);
    }
}
