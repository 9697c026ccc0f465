using Residua.Kernels;
using Residua.Runs;
using static TorchSharp.torch;

namespace Residua.Benchmarks;

/// <summary>The limit: a plain large float32 product, by Residua's kernels, by libtorch and by NumPy.</summary>
internal static class Limit
{
    private const int Size = 2000, Products = 4;

    /// <summary>The comparison.</summary>
    public static Comparison Job { get; } = new("product", $"{Products} float32 products of {Size} × {Size}", new Dictionary<string, double>(), Start)
    {
        Operations = Products * 2.0 * Size * Size * Size,
        Agreement = "one element",
    };

    private static IReadOnlyList<Contestant> Start(Workbench bench)
    {
        Tensor a = rand(Size, Size), b = rand(Size, Size), c = zeros(Size, Size);
        return
        [
            new("Residua", () => Lap.Of(() => Repeat(() => Product.Multiply(a, b, isTransposed: false, c, add: false))), a, b, c),
            new("libtorch", () => Lap.Of(() => Repeat(() => c.addmm_(a, b, 0, 1)))),
            Contestant.Python(bench, Peers.Numpy, "product", () => new Dictionary<string, NpyArray> { ["none"] = NpyArray.Of(new float[1], 1) }),
        ];

        double[] Repeat(Action product)
        {
            for (int i = 0; i < Products; i++)
            {
                product();
            }

            return [c[1, 2].item<float>()];
        }
    }
}
