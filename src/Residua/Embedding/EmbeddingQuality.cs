using System.Numerics;
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
    /// <summary>Measures both.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="embedding">[n,M], finite.</param>
    /// <param name="neighbours">k, at least 1 and below n / 2.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <exception cref="ArgumentException">Shapes or k do not fit, or a value is not finite.</exception>
    public static EmbeddingQuality Measure(Tensor points, Tensor embedding, int neighbours, int threads = 0, CancellationToken cancellation = default) =>
        Measure(points, [embedding], neighbours, threads, cancellation)[0];

    /// <summary>Measures both of several embeddings of the same points, whose distances are taken once.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="embeddings">Each [n,M], finite.</param>
    /// <param name="neighbours">k, at least 1 and below n / 2.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <returns>One for each embedding.</returns>
    /// <exception cref="ArgumentException">Shapes or k do not fit, or a value is not finite.</exception>
    public static EmbeddingQuality[] Measure(
        Tensor points, IReadOnlyList<Tensor> embeddings, int neighbours, int threads = 0, CancellationToken cancellation = default)
    {
        using PointDistances distances = new(points);
        return Measure(distances, embeddings, neighbours, threads, cancellation);
    }

    /// <summary>The same, of points whose distances are at hand.</summary>
    internal static EmbeddingQuality[] Measure(
        PointDistances points, IReadOnlyList<Tensor> embeddings, int neighbours, int threads, CancellationToken cancellation)
    {
        int n = points.Count, k = neighbours;
        if (embeddings.FirstOrDefault(embedding => embedding.shape[0] != n) is { } other)
        {
            throw new ArgumentException($"There are {n} points, but {other.shape[0]} in the embedding.", nameof(embeddings));
        }

        if (k < 1 || 2 * k >= n)
        {
            throw new ArgumentException($"With {n} points a neighbourhood holds 1 to {(n - 1) / 2} others, not {k}.", nameof(neighbours));
        }

        using IDisposable noGradient = no_grad();
        List<PointDistances> shown = [];
        long[] falseNeighbours = new long[embeddings.Count], tornNeighbours = new long[embeddings.Count];
        try
        {
            shown.AddRange(embeddings.Select(embedding => new PointDistances(embedding)));
            for (int start = 0; start < n; start += points.BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                int first = start, height = Math.Min(points.BlockRows, n - start);
                double[] amongPoints = points.Rows(first, height);
                for (int e = 0; e < shown.Count; e++)
                {
                    int at = e;
                    double[] inEmbedding = shown[e].Rows(first, height);
                    Parallel.For(0, height, Points.Parallel(threads, cancellation), row =>
                    {
                        Span<double> a = amongPoints.AsSpan(row * n, n), b = inEmbedding.AsSpan(row * n, n);
                        a[first + row] = b[first + row] = double.PositiveInfinity;
                        Interlocked.Add(ref falseNeighbours[at], Excess(b, a, k));
                        Interlocked.Add(ref tornNeighbours[at], Excess(a, b, k));
                    });
                }
            }
        }
        finally
        {
            shown.ForEach(each => each.Dispose());
        }

        double scale = 2.0 / ((double)n * k * ((2.0 * n) - (3 * k) - 1));
        return [.. falseNeighbours.Zip(tornNeighbours, (wrong, torn) => new EmbeddingQuality(1 - (scale * wrong), 1 - (scale * torn)))];
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
