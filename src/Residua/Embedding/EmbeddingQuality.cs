using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>
/// How well an embedding keeps neighbourhoods of size k: trustworthiness 1 - c Σ_i Σ_j (r(i,j) - k) over the j that are among the k
/// nearest of i in the embedding and not among the points, r the rank of j by distance among the points, and
/// c = 2 / (n k (2n - 3k - 1)); continuity is the same with the two spaces exchanged. 1 is perfect; 0 the worst there can be.
/// </summary>
/// <param name="Trustworthiness">Falls where the embedding shows neighbours that are none.</param>
/// <param name="Continuity">Falls where it tears neighbours apart.</param>
/// <remarks>
/// Exact: over all points, with distances in float64; of points equally far the one with the smaller index comes first.
/// Source: Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", ICANN 2001.
/// </remarks>
public readonly record struct EmbeddingQuality(double Trustworthiness, double Continuity)
{
    private const int BlockElements = 1 << 22;

    /// <summary>Measures both.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="embedding">[n,M], finite.</param>
    /// <param name="neighbours">k, at least 1 and below n / 2.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <exception cref="ArgumentException">Shapes or k do not fit, or a value is not finite.</exception>
    public static EmbeddingQuality Measure(Tensor points, Tensor embedding, int neighbours, int threads = 0)
    {
        Points.Check(points, nameof(points));
        Points.Check(embedding, nameof(embedding));
        int n = (int)points.shape[0], k = neighbours;
        if (embedding.shape[0] != n)
        {
            throw new ArgumentException($"There are {n} points, but {embedding.shape[0]} in the embedding.", nameof(embedding));
        }

        if (k < 1 || 2 * k >= n)
        {
            throw new ArgumentException($"With {n} points a neighbourhood holds 1 to {(n - 1) / 2} others, not {k}.", nameof(neighbours));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor high = Centred(points), low = Centred(embedding);
        long falseNeighbours = 0, tornNeighbours = 0;
        int block = Math.Clamp(BlockElements / n, 1, n);
        for (int start = 0; start < n; start += block)
        {
            int first = start, height = Math.Min(block, n - start);
            double[] amongPoints = Distances(high, first, height), inEmbedding = Distances(low, first, height);
            Parallel.For(0, height, Points.Parallel(threads), row =>
            {
                Span<double> a = amongPoints.AsSpan(row * n, n), b = inEmbedding.AsSpan(row * n, n);
                a[first + row] = b[first + row] = double.PositiveInfinity;
                Interlocked.Add(ref falseNeighbours, Excess(b, a, k));
                Interlocked.Add(ref tornNeighbours, Excess(a, b, k));
            });
        }

        double scale = 2.0 / ((double)n * k * ((2.0 * n) - (3 * k) - 1));
        return new(1 - (scale * falseNeighbours), 1 - (scale * tornNeighbours));
    }

    private static Tensor Centred(Tensor points)
    {
        Tensor wide = points.to(float64);
        return wide - wide.mean([0]);
    }

    // ‖p_j‖² - 2 p_i·p_j for the rows i of a block: the order of distances from i, without its own square.
    private static double[] Distances(Tensor points, int first, int height)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor products = addmm(points.square().sum(1), points.slice(0, first, first + height, 1), points.t(), beta: 1, alpha: -2).cpu();
        return MemoryMarshal.Cast<byte, double>(products.bytes).ToArray();
    }

    // By how much the ranks, by the second distances, of the k nearest by the first exceed k.
    private static long Excess(ReadOnlySpan<double> near, ReadOnlySpan<double> ranked, int k)
    {
        double limit = Neighbours.KthSmallest(near, k), within = Neighbours.KthSmallest(ranked, k);
        int nearer = Count(near, limit, near.Length, orEqual: false), ties = k - nearer;
        long excess = 0;
        for (int j = 0; j < near.Length; j++)
        {
            if (near[j] < limit || (near[j] == limit && ties-- > 0))
            {
                int rank = ranked[j] < within ? 0 : 1 + Count(ranked, ranked[j], ranked.Length, orEqual: false) + Count(ranked, ranked[j], j, orEqual: true) - Count(ranked, ranked[j], j, orEqual: false);
                excess += Math.Max(0, rank - k);
            }
        }

        return excess;
    }

    // How many of the first values are below a limit, or at it too.
    private static int Count(ReadOnlySpan<double> values, double limit, int length, bool orEqual)
    {
        Vector<double> limits = new(limit);
        Vector<long> below = Vector<long>.Zero;
        int lanes = Vector<double>.Count, i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            Vector<double> lane = new(values[i..]);
            below -= orEqual ? Vector.LessThanOrEqual(lane, limits) : Vector.LessThan(lane, limits);
        }

        int count = (int)Vector.Sum(below);
        for (; i < length; i++)
        {
            count += values[i] < limit || (orEqual && values[i] == limit) ? 1 : 0;
        }

        return count;
    }
}
