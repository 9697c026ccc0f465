using System.Runtime.Intrinsics.X86;
using Residua.Kernels;
using Xunit;

namespace Residua.Tests.Kernels;

/// <summary>The tile of AVX-512 and that of AVX2 give the same bits, so that a run does not depend on which of them is at hand.</summary>
public sealed unsafe class TileTests
{
    private const int Depth = 37, Rows = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_wide_tile_and_the_narrow_one_give_the_same_bits(bool add)
    {
        if (!Avx512F.IsSupported)
        {
            Assert.Skip("This processor lacks AVX-512.");
        }

        float[] a = Draw(Rows * Depth, 1), b = Draw(2 * Depth * Panels.Width, 2), wide = Draw(8 * 2 * Panels.Width, 3), narrow = [.. wide];
        fixed (float* left = a, right = b, one = wide, other = narrow)
        {
            float* next = right + (Depth * Panels.Width);
            Tile.Wide(left, Depth, Rows, right, next, Depth, one, 2 * Panels.Width, add);
            Tile.Narrow(left, Depth, Rows, right, Depth, other, 2 * Panels.Width, add);
            Tile.Narrow(left, Depth, Rows, next, Depth, other + Panels.Width, 2 * Panels.Width, add);
        }

        Assert.Equal(narrow.Take(Rows * 2 * Panels.Width), wide.Take(Rows * 2 * Panels.Width));
    }

    private static float[] Draw(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }
}
