using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Counts the fixed points of eq. 3 for random W with W_ij ~ N(0,1) and N = 1..6, all of them found by <see cref="FixedPointEnumeration"/>.</summary>
/// <remarks>Source: paper, section 4, claim C16. Fixed points do not depend on the scale of W.</remarks>
public static class FixedPointCount
{
    private const int Largest = 6;

    /// <summary>Counts them.</summary>
    /// <param name="seed">The seed of the matrices.</param>
    /// <param name="matrices">How many for each N.</param>
    /// <param name="cancellation">Ends it between matrices.</param>
    public static FixedPointCountResult Run(int seed, int matrices = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(matrices, 1);
        int[] neurons = [.. Enumerable.Range(1, Largest)];
        List<int[]> counts = [];
        foreach (int n in neurons)
        {
            using Generator generator = new(Seeds.Derive(seed, "fixed point count", n), CPU);
            using Tensor drawn = randn([matrices, n, n], float64, CPU, generator: generator);
            double[] weights = drawn.data<double>().ToArray();
            counts.Add([.. Enumerable.Range(0, matrices).Select(m => Count(weights[(m * n * n)..((m + 1) * n * n)], n))]);
        }

        return new()
        {
            Seed = seed,
            Matrices = matrices,
            Neurons = neurons,
            Claimed = [.. neurons.Select(FixedPointEnumeration.Claimed)],
            Bound = [.. neurons.Select(FixedPointEnumeration.Bound)],
            Least = [.. counts.Select(ofN => ofN.Min())],
            Mean = [.. counts.Select(ofN => ofN.Average())],
            Most = [.. counts.Select(ofN => ofN.Max())],
        };

        int Count(double[] weight, int n)
        {
            cancellation.ThrowIfCancellationRequested();
            return FixedPointEnumeration.Of(weight, n).Points.Length;
        }
    }
}
