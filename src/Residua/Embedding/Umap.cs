using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>
/// Uniform manifold approximation and projection: points in the plane whose membership graph resembles that of the points given.
/// Fitted once, it places new points too.
/// </summary>
/// <remarks>
/// Neighbours are exact, the start is the plane of the first two principal components (of 10,000 points, evenly chosen, where there are more), and the layout is the same for a seed
/// whatever the threads. Distances between far clusters mean little, and neither do their sizes: read neighbourhoods, and the
/// <see cref="EmbeddingQuality"/> beside them. Source: McInnes, Healy and Melville 2018, arXiv:1802.03426.
/// </remarks>
public sealed class Umap
{
    private const float StartExtent = 10, StartNoise = 1e-4f;
    private const int LargeSet = 10_000, PlacingEpochs = 100;

    private readonly float[] _points;
    private readonly float[] _plane;
    private readonly int _dimensions;
    private readonly UmapOptions _options;

    private Umap(float[] points, int dimensions, float[] plane, UmapOptions options, LayoutCurve curve) =>
        (_points, _dimensions, _plane, _options, Curve) = (points, dimensions, plane, options, curve);

    /// <summary>Where the points are in the plane, [n,2] row-major.</summary>
    public IReadOnlyList<float> Coordinates => _plane;

    /// <summary>The plane's membership curve.</summary>
    public LayoutCurve Curve { get; }

    /// <summary>Embeds points.</summary>
    /// <param name="points">[n,N], finite, at least as many as a neighbourhood; not changed. Taken as float32.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it between epochs.</param>
    /// <exception cref="ArgumentException">There are too few points, or some are not finite.</exception>
    public static Umap Fit(Tensor points, UmapOptions options, CancellationToken cancellation = default)
    {
        Points.Check(points, nameof(points));
        int n = (int)points.shape[0], dimensions = (int)points.shape[1];
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Neighbours, 2);
        if (n < options.Neighbours)
        {
            throw new ArgumentException($"A neighbourhood of {options.Neighbours} needs as many points; there are {n}.", nameof(points));
        }

        LayoutCurve curve = LayoutCurve.Fit(options.MinDistance, options.Spread);
        NeighbourLists lists = Neighbours.Find(points, options.Neighbours - 1, options.Threads, cancellation);
        cancellation.ThrowIfCancellationRequested();
        FuzzyGraph graph = FuzzyGraph.Build(lists, SmoothDistances.Calibrate(lists, options.Neighbours));
        float[] plane = Start(points, options.Seed, cancellation);
        int epochs = options.Epochs > 0 ? options.Epochs : n <= LargeSet ? 500 : 200;
        Layout.Run(graph, plane, curve, epochs, options.Seed, Points.Parallel(options.Threads, cancellation));
        using Tensor values = points.to(float32, copy: true);
        return new(Points.Values(values), dimensions, plane, options, curve);
    }

    /// <summary>
    /// Places new points among the fitted ones, which stay: from the mean of its neighbours, weighted by membership, each moves on
    /// its own, so where it ends depends on itself and the fit alone.
    /// </summary>
    /// <param name="queries">[B,N], finite.</param>
    /// <returns>[B,2] row-major.</returns>
    /// <exception cref="ArgumentException">Some are not finite, or have another number of coordinates.</exception>
    public float[] Transform(Tensor queries)
    {
        using Tensor points = tensor(_points, [_points.Length / _dimensions, _dimensions]);
        NeighbourLists lists = Neighbours.Find(queries, points, _options.Neighbours, _options.Threads);
        SmoothDistances scales = SmoothDistances.Calibrate(lists, _options.Neighbours);
        float[] placed = new float[2 * lists.Queries];
        Parallel.For(0, lists.Queries, Points.Parallel(_options.Threads), query =>
        {
            ReadOnlySpan<int> ends = lists.Indices.AsSpan(query * lists.Count, lists.Count);
            Span<float> weights = stackalloc float[lists.Count];
            float x = 0, y = 0, sum = 0;
            for (int j = 0; j < ends.Length; j++)
            {
                weights[j] = scales.Weight(query, lists.Distances[(query * lists.Count) + j]);
                (x, y, sum) = (x + (weights[j] * _plane[2 * ends[j]]), y + (weights[j] * _plane[(2 * ends[j]) + 1]), sum + weights[j]);
            }

            (x, y) = (x / sum, y / sum);
            Layout.Place(ref x, ref y, ends, weights, _plane, Curve, PlacingEpochs, _options.Seed);
            (placed[2 * query], placed[(2 * query) + 1]) = (x, y);
        });
        return placed;
    }

    // The first two principal components (of at most 10,000 of the points), scaled to ±10, with a little noise that parts points that coincide.
    private static float[] Start(Tensor points, int seed, CancellationToken cancellation)
    {
        int n = (int)points.shape[0], components = (int)Math.Min(2, Math.Min(n, points.shape[1]));
        using DisposeScope scope = NewDisposeScope();
        int every = (n + LargeSet - 1) / LargeSet; // of a large set some points tell where the components lie
        using Pca pca = Pca.Fit(every == 1 ? points : points.slice(0, 0, n, every), components, cancellation);
        float[] values = Points.Values(pca.Transform(points).to(float32));
        float extent = values.Max(Math.Abs), scale = extent > 0 ? StartExtent / extent : 0;
        float[] plane = new float[2 * n];
        for (int i = 0; i < n; i++)
        {
            ulong random = CounterRandom.Start(seed, -1, i);
            for (int c = 0; c < 2; c++)
            {
                plane[(2 * i) + c] = (c < components ? scale * values[(i * components) + c] : 0) + (StartNoise * CounterRandom.Signed(ref random));
            }
        }

        return plane;
    }
}
