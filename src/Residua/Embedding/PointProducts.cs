using System.Runtime.InteropServices;
using Residua.Kernels;
using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>‖p‖² - 2 q·p of blocks of queries q and all points p, in float32: by tiles from points packed once, or by libtorch where those do not apply.</summary>
internal sealed unsafe class PointProducts : IDisposable
{
    private readonly Tensor _points, _squares; // [n,N], [n]
    private readonly Panels? _packed;          // (-2 p, ‖p‖²)ᵀ, for queries (q, 1)

    /// <summary>Of points [n,N] and their squares [n], which must outlive it.</summary>
    public PointProducts(Tensor points, Tensor squares)
    {
        (_points, _squares) = (points, squares);
        if (Matrix.Fits(points))
        {
            using Tensor twice = points.Mul(-2), column = squares.unsqueeze(1), rows = cat([twice, column], 1);
            if (Matrix.Fits(rows))
            {
                _packed = Panels.Of(Matrix.Of(rows).Transposed);
                GC.KeepAlive(rows); // views do not keep their tensors
            }
        }
    }

    /// <summary>Whether they are by tiles: then points may be left out, and each pair need be multiplied once only.</summary>
    public bool IsByTiles => _packed is not null;

    /// <summary>Writes those of queries [B,N] and the points from the given one on, row-major [B,n-from].</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="from">The first point, a multiple of 16; 0 where they are not by tiles.</param>
    public void Of(Tensor queries, float[] values, int from = 0)
    {
        (int rows, int n) = ((int)queries.shape[0], (int)_points.shape[0] - from);
        if (_packed is null)
        {
            using Tensor transposed = _points.t(), found = addmm(_squares, queries, transposed, beta: 1, alpha: -2), near = found.cpu();
            MemoryMarshal.Cast<byte, float>(near.bytes).CopyTo(values);
            return;
        }

        using Tensor one = ones([rows, 1], queries.dtype), asking = cat([queries, one], 1);
        fixed (float* first = values)
        {
            PanelView all = _packed.View;
            Product.Multiply(Matrix.Of(asking), new(all.At(from / Panels.Width, 0), all.Rows, n), new(first, rows, n, n, 1), add: false);
        }

        GC.KeepAlive(asking);
    }

    /// <inheritdoc />
    public void Dispose() => _packed?.Dispose();
}
