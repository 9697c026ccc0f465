using System.Numerics;
using System.Runtime.InteropServices;
using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>Exact nearest neighbours in the Euclidean distance, found by products of blocks of points.</summary>
/// <remarks>
/// ‖q - p‖² = ‖q‖² - 2 q·p + ‖p‖² in float32 gives candidates: all points that its rounding error, at most
/// (N + 12) 2^-24 (‖q‖ + ‖p‖)², cannot exclude. Their distances are then taken coordinate by coordinate, in float32, so that
/// what is found does not depend on how queries come in blocks, nor on threads. Cost: 2 B n N operations; memory: a block of distances.
/// </remarks>
public static class Neighbours
{
    private const int BlockElements = 1 << 23;

    /// <summary>The nearest other points of each point.</summary>
    /// <param name="points">[n,N], finite; any floating type, taken as float32.</param>
    /// <param name="count">k, 1 to n - 1.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <exception cref="ArgumentException">A value is not finite or too large to square in float32, or there are too few points.</exception>
    public static NeighbourLists Find(Tensor points, int count, int threads = 0, CancellationToken cancellation = default) =>
        Search(points, points, count, own: true, null, threads, cancellation);

    /// <summary>The nearest points of each query; a point that equals it counts.</summary>
    /// <param name="queries">[B,N], finite.</param>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="count">k, 1 to n.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <exception cref="ArgumentException">A value is not finite or too large to square in float32, shapes do not agree, or there are too few points.</exception>
    public static NeighbourLists Find(Tensor queries, Tensor points, int count, int threads = 0, CancellationToken cancellation = default) =>
        Search(queries, points, count, own: false, null, threads, cancellation);

    /// <summary>The same; shows on the way the distances that it comes to, less ‖q‖², of blocks of queries: (the first query, [height,n] float32).</summary>
    internal static NeighbourLists Find(Tensor queries, Tensor points, int count, Action<int, Tensor>? show, CancellationToken cancellation) =>
        Search(queries, points, count, own: false, show, 0, cancellation);

    /// <summary>The nearest other points of each point, by distances in float64 that are at hand.</summary>
    internal static NeighbourLists Find(PointDistances points, int count, CancellationToken cancellation)
    {
        int n = points.Count;
        NeighbourLists lists = new(count, new int[checked(n * count)], new float[n * count]);
        double[] squares = points.Squares();
        for (int start = 0; start < n; start += points.BlockRows)
        {
            int first = start, height = Math.Min(points.BlockRows, n - start);
            double[] rows = points.Rows(first, height);
            Parallel.For(0, height, Points.Parallel(0, cancellation), row =>
            {
                rows[(row * n) + first + row] = double.PositiveInfinity;
                Nearest(rows.AsSpan(row * n, n), squares[first + row], lists, first + row);
            });
        }

        return lists;
    }

    /// <summary>The nearest points of each query by given squared distances, [B,n] of float64.</summary>
    internal static NeighbourLists Of(Tensor squaredDistances, int count, CancellationToken cancellation)
    {
        (int queries, int n) = ((int)squaredDistances.shape[0], (int)squaredDistances.shape[1]);
        NeighbourLists lists = new(count, new int[checked(queries * count)], new float[queries * count]);
        using DisposeScope scope = NewDisposeScope();
        Tensor values = squaredDistances.cpu().contiguous();
        for (int start = 0; start < queries; start += Math.Max(1, BlockElements / n))
        {
            int first = start, height = Math.Min(Math.Max(1, BlockElements / n), queries - start);
            using Tensor block = values.slice(0, first, first + height, 1);
            double[] rows = MemoryMarshal.Cast<byte, double>(block.bytes).ToArray();
            Parallel.For(0, height, Points.Parallel(0, cancellation), row => Nearest(rows.AsSpan(row * n, n), 0, lists, first + row));
        }

        return lists;
    }

    // The least values, of those equal the first ones; with what they lack, they are squared distances.
    private static void Nearest(ReadOnlySpan<double> values, double lacking, NeighbourLists lists, int query)
    {
        double limit = KthSmallest(values, lists.Count);
        List<(double Value, int Index)> candidates = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] <= limit)
            {
                candidates.Add((values[i], i));
            }
        }

        candidates.Sort();
        for (int j = 0; j < lists.Count; j++)
        {
            lists.Indices[(query * lists.Count) + j] = candidates[j].Index;
            lists.Distances[(query * lists.Count) + j] = (float)Math.Sqrt(Math.Max(0, candidates[j].Value + lacking));
        }
    }

    private static NeighbourLists Search(Tensor queries, Tensor points, int count, bool own, Action<int, Tensor>? show, int threads, CancellationToken cancellation)
    {
        Points.Check(points, nameof(points));
        Points.Check(queries, nameof(queries));
        int n = (int)points.shape[0], dimensions = (int)points.shape[1], rows = (int)queries.shape[0], most = own ? n - 1 : n;
        if (queries.shape[1] != dimensions)
        {
            throw new ArgumentException($"Queries have {queries.shape[1]} coordinates and points {dimensions}; they must agree.", nameof(queries));
        }

        if (count < 1 || count > most)
        {
            throw new ArgumentException($"{count} neighbours were asked for, but there are {n} points; give 1 to {most}.", nameof(count));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = points.to(float32), asked = own ? wide : queries.to(float32);
        float[] pointValues = Points.Values(wide), queryValues = own ? pointValues : Points.Values(asked);
        Tensor centre = wide.mean([0]), p = wide - centre, q = own ? p : asked - centre; // centred: smaller products, smaller errors
        Tensor squares = p.Square().sum(1);                                              // [n]
        float[] errors = Points.Values(q.norm(1).Add(squares.max().sqrt()).Square().Mul((dimensions + 12) * MathF.Pow(2, -24))); // [B]
        if (!errors.All(float.IsFinite))
        {
            throw new ArgumentException(
                "Some coordinates are so large that their squares are not finite in float32, in which neighbours are found; divide all by the largest.", nameof(points));
        }

        NeighbourLists lists = new(count, new int[checked(rows * count)], new float[rows * count]);
        using PointProducts products = new(p, squares);
        if (own && products.IsByTiles)
        {
            MutualNeighbours.Find(lists, p, products, pointValues, Points.Values(squares), errors, Points.Parallel(threads, cancellation));
            return lists;
        }

        int block = Math.Clamp(BlockElements / n, 1, rows);
        float[] distances = new float[(long)block * n];
        for (int start = 0; start < rows; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = start, height = Math.Min(block, rows - start);
            using Tensor asking = q.slice(0, first, first + height, 1);
            products.Of(asking, distances);
            if (show is not null)
            {
                using Tensor found = tensor(distances.AsSpan(0, height * n).ToArray(), [height, n], device: points.device);
                show(first, found);
            }

            Parallel.For(0, height, Points.Parallel(threads, cancellation), () => new List<(float Distance, int Index)>(), (row, _, candidates) =>
            {
                Span<float> toPoints = distances.AsSpan(row * n, n);
                int query = first + row;
                if (own)
                {
                    toPoints[query] = float.PositiveInfinity;
                }

                candidates.Clear();
                float limit = KthSmallest(toPoints, count) + (2 * errors[query]);
                ReadOnlySpan<float> from = queryValues.AsSpan(query * dimensions, dimensions);
                AddCandidates(toPoints, limit, from, pointValues, candidates);
                candidates.Sort();
                for (int j = 0; j < count; j++)
                {
                    lists.Indices[(query * count) + j] = candidates[j].Index;
                    lists.Distances[(query * count) + j] = MathF.Sqrt(candidates[j].Distance);
                }

                return candidates;
            }, _ => { });
        }

        return lists;
    }

    /// <summary>The k-th smallest value.</summary>
    internal static T KthSmallest<T>(ReadOnlySpan<T> values, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] smallest = new T[k]; // ascending
        Array.Fill(smallest, T.PositiveInfinity);
        int lanes = Vector<T>.Count, i = 0;
        for (; i <= values.Length - lanes; i += lanes)
        {
            if (Vector.LessThanAny(new Vector<T>(values[i..]), new Vector<T>(smallest[^1])))
            {
                for (int lane = i; lane < i + lanes; lane++)
                {
                    Insert(smallest, values[lane]);
                }
            }
        }

        for (; i < values.Length; i++)
        {
            Insert(smallest, values[i]);
        }

        return smallest[^1];

        static void Insert(T[] smallest, T value)
        {
            int at = smallest.Length - 1;
            if (value < smallest[at])
            {
                for (; at > 0 && value < smallest[at - 1]; at--)
                {
                    smallest[at] = smallest[at - 1];
                }

                smallest[at] = value;
            }
        }
    }

    // Adds those points whose approximate distance is within the limit, with the square of their true distance.
    private static void AddCandidates(
        ReadOnlySpan<float> approximate, float limit, ReadOnlySpan<float> query, float[] points, List<(float Distance, int Index)> candidates)
    {
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= approximate.Length - lanes; i += lanes)
        {
            if (Vector.LessThanOrEqualAny(new Vector<float>(approximate[i..]), new Vector<float>(limit)))
            {
                for (int lane = i; lane < i + lanes; lane++)
                {
                    Add(approximate[lane], lane, query);
                }
            }
        }

        for (; i < approximate.Length; i++)
        {
            Add(approximate[i], i, query);
        }

        void Add(float distance, int index, ReadOnlySpan<float> from)
        {
            if (distance <= limit)
            {
                candidates.Add((SquaredDistance(from, points.AsSpan(index * from.Length, from.Length)), index));
            }
        }
    }

    /// <summary>‖a - b‖², in float32.</summary>
    internal static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        int lanes = Vector<float>.Count, i = 0;
        for (; i <= a.Length - (2 * lanes); i += 2 * lanes)
        {
            Vector<float> first = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            Vector<float> second = new Vector<float>(a[(i + lanes)..]) - new Vector<float>(b[(i + lanes)..]);
            even += first * first;
            odd += second * second;
        }

        float sum = Vector.Sum(even + odd);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
