using System.Runtime.CompilerServices;
using TorchSharp;

namespace Residua.Kernels;

/// <summary>
/// Products of float32 matrices, C ← A B or C ← C + A B, in tiles held in registers (<see cref="Tile"/>); what each element is does
/// not depend on the threads, nor on how many rows are multiplied together.
/// </summary>
/// <remarks>
/// A block of A's rows stays in a core's second-level cache while all panels of B pass; so B is best packed once
/// (<see cref="Panels"/>) and used many times, which a general library cannot know. Source of the scheme: K. Goto,
/// R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).
/// </remarks>
internal static unsafe class Product
{
    private const int BlockNumbers = 1 << 16, LargestDepth = 1100, TasksPerThread = 12, TransposedRows = 32;

    /// <summary>Rows of A from which a product by tiles pays.</summary>
    public const int LeastRows = 8;

    /// <summary>C ← A B, or C ← C + A B, with tensors; by tiles where all fit and are large enough, by libtorch where not.</summary>
    /// <param name="a">A, [M,K].</param>
    /// <param name="b">B, [K,N]; or Bᵀ, [N,K].</param>
    /// <param name="isTransposed">Whether <paramref name="b"/> is Bᵀ.</param>
    /// <param name="c">C, [M,N].</param>
    /// <param name="add">Whether the product is added to C.</param>
    public static void Multiply(torch.Tensor a, torch.Tensor b, bool isTransposed, torch.Tensor c, bool add)
    {
        if (a.shape[0] >= LeastRows && Matrix.Fits(a) && Matrix.Fits(b) && Matrix.Fits(c))
        {
            Matrix right = Matrix.Of(b);
            using Panels panels = Panels.Of(isTransposed ? right.Transposed : right);
            Multiply(Matrix.Of(a), panels.View, Matrix.Of(c), add);
            GC.KeepAlive((a, b, c)); // views do not keep their tensors
            return;
        }

        using torch.Tensor factor = isTransposed ? b.t() : b.alias();
        c.addmm_(a, factor, add ? 1 : 0, 1);
    }

    /// <summary>C ← Aᵀ B, with tensors; by tiles where all fit and are large enough, by libtorch where not.</summary>
    /// <param name="a">A, [K,M].</param>
    /// <param name="b">B, [K,N].</param>
    /// <param name="c">C, [M,N].</param>
    public static void MultiplyTransposed(torch.Tensor a, torch.Tensor b, torch.Tensor c)
    {
        if (a.shape[1] >= LeastRows && Matrix.Fits(a) && Matrix.Fits(b) && Matrix.Fits(c))
        {
            using Panels panels = Panels.Of(Matrix.Of(b));
            Multiply(Matrix.Of(a).Transposed, panels.View, Matrix.Of(c), add: false);
            GC.KeepAlive((a, b, c));
            return;
        }

        using torch.Tensor factor = a.t();
        c.addmm_(factor, b, 0, 1);
    }

    /// <summary>C ← A B, or C ← C + A B.</summary>
    /// <param name="a">A, [M,K]; its rows or its columns lie together.</param>
    /// <param name="b">B, [K,N].</param>
    /// <param name="c">C, [M,N]; its rows lie together.</param>
    /// <param name="add">Whether the product is added to C.</param>
    /// <param name="then">Called with each finished block of C: first row, rows, first column, columns.</param>
    public static void Multiply(Matrix a, PanelView b, Matrix c, bool add, Action<int, int, int, int>? then = null)
    {
        RequireFit(a, b, c);
        using Scratch? transposed = a.ColumnStride == 1 ? null : new((long)a.Rows * a.Columns);
        Matrix left = a;
        if (transposed is not null)
        {
            left = new(transposed.Data, a.Rows, a.Columns, a.Columns, 1);
            Transpose(a.Transposed, left);
        }

        int depth = Depth(b.Rows);
        int rowBlocks = (a.Rows + BlockNumbers / depth - 1) / (BlockNumbers / depth), tiles = (a.Rows + Tile.Rows - 1) / Tile.Rows;
        int blockRows = (tiles + rowBlocks - 1) / rowBlocks * Tile.Rows;
        rowBlocks = (a.Rows + blockRows - 1) / blockRows;
        int pairs = (b.Count + Tile.Panels - 1) / Tile.Panels;
        int panelBlocks = Math.Clamp((TasksPerThread * Threads.Count + rowBlocks - 1) / rowBlocks, 1, pairs);
        Threads.Run(rowBlocks * panelBlocks, task =>
        {
            int row = task / panelBlocks * blockRows, rows = Math.Min(blockRows, a.Rows - row), part = task % panelBlocks;
            int first = pairs * part / panelBlocks * Tile.Panels, last = Math.Min(b.Count, pairs * (part + 1) / panelBlocks * Tile.Panels);
            for (int k = 0; k < b.Rows; k += depth)
            {
                Block(left, b, c, add || k > 0, row, rows, first, last, k, Math.Min(depth, b.Rows - k));
            }

            then?.Invoke(row, rows, first * Panels.Width, Math.Min(b.Columns, last * Panels.Width) - (first * Panels.Width));
        });
    }

    /// <summary>C ← A B, or C ← C + A B, on the calling thread; the rows of A lie together.</summary>
    public static void MultiplyAlone(Matrix a, PanelView b, Matrix c, bool add)
    {
        RequireFit(a, b, c);
        int depth = Depth(b.Rows);
        for (int k = 0; k < b.Rows; k += depth)
        {
            Block(a, b, c, add || k > 0, 0, a.Rows, 0, b.Count, k, Math.Min(depth, b.Rows - k));
        }
    }

    private static void RequireFit(Matrix a, PanelView b, Matrix c)
    {
        if (a.Columns != b.Rows || c.Rows != a.Rows || c.Columns != b.Columns)
        {
            throw new ArgumentException($"A product of [{a.Rows},{a.Columns}] and [{b.Rows},{b.Columns}] does not fit into [{c.Rows},{c.Columns}].");
        }
    }

    private static int Depth(int rows)
    {
        int parts = (rows + LargestDepth - 1) / LargestDepth;
        return (rows + parts - 1) / parts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(Matrix a, PanelView b, Matrix c, bool add, int row, int rows, int firstPanel, int lastPanel, int k, int depth)
    {
        float* tile = stackalloc float[Tile.Rows * Tile.Columns];
        for (int panel = firstPanel; panel < lastPanel; panel += Tile.Panels)
        {
            int width = Math.Min(Math.Min(Tile.Panels, lastPanel - panel) * Panels.Width, b.Columns - (panel * Panels.Width));
            float* right = b.At(panel, k), next = panel + 1 < lastPanel ? b.At(panel + 1, k) : right;
            for (int i = row; i < row + rows; i += Tile.Rows)
            {
                int height = Math.Min(Tile.Rows, row + rows - i);
                float* left = a.Data + (i * a.RowStride) + k, target = c.Data + (i * c.RowStride) + ((long)panel * Panels.Width);
                if (height == Tile.Rows && width == Tile.Columns)
                {
                    Tile.Multiply(left, a.RowStride, Tile.Rows, right, next, depth, target, c.RowStride, add);
                    continue;
                }

                Tile.Multiply(left, a.RowStride, height, right, next, depth, tile, Tile.Columns, add: false);
                for (int r = 0; r < height; r++)
                {
                    for (int j = 0; j < width; j++)
                    {
                        float value = tile[(r * Tile.Columns) + j];
                        target[(r * c.RowStride) + j] = add ? target[(r * c.RowStride) + j] + value : value;
                    }
                }
            }
        }
    }

    // Rows of the source become columns of the target; the source's rows lie together, and so do the target's.
    private static void Transpose(Matrix source, Matrix target) => Threads.Run((source.Rows + TransposedRows - 1) / TransposedRows, task =>
        Transpose(source, target, task * TransposedRows, Math.Min(source.Rows, (task + 1) * TransposedRows)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(Matrix source, Matrix target, int first, int last)
    {
        for (int column = 0; column < source.Columns; column += 8)
        {
            int width = Math.Min(8, source.Columns - column), row = first;
            for (; width == 8 && row + 8 <= last; row += 8)
            {
                Panels.Transpose(source.Data + (row * source.RowStride) + column, source.RowStride, target.Data + (column * target.RowStride) + row, target.RowStride);
            }

            for (; row < last; row++)
            {
                for (int j = 0; j < width; j++)
                {
                    target.Data[((column + j) * target.RowStride) + row] = source.Data[(row * source.RowStride) + column + j];
                }
            }
        }
    }
}
