namespace Residua.Embedding;

/// <summary>Lays a graph out in the plane by stochastic gradient steps with negative sampling.</summary>
/// <remarks>
/// An edge of weight v is used in a share v / max v of the epochs, evenly spread; the learning rate falls from 1 to 0. In an epoch
/// every point moves along its own edges, one after another, from where all the others were when the epoch began: the result
/// depends on neither threads nor their timing. Source: McInnes, Healy and Melville 2018, algorithm 5.
/// </remarks>
internal static class Layout
{
    private const int Chunk = 128;

    /// <summary>Moves the points of a graph.</summary>
    /// <param name="graph">The graph of n points.</param>
    /// <param name="plane">Where they start, and then where they are; [n,2].</param>
    /// <param name="curve">The plane's membership curve.</param>
    /// <param name="epochs">Passes over the edges.</param>
    /// <param name="seed">The seed of the random points.</param>
    /// <param name="parallel">Threads, and the wish to stop.</param>
    public static void Run(FuzzyGraph graph, float[] plane, LayoutCurve curve, int epochs, int seed, ParallelOptions parallel)
    {
        int n = plane.Length / 2;
        int[] starts = [.. graph.Starts], ends = [.. graph.Neighbours];
        float heaviest = graph.Weights.Max();
        float[] shares = [.. graph.Weights.Select(weight => weight / heaviest)], moved = new float[plane.Length];
        LayoutForces forces = new(curve);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int step = epoch;
            float rate = 1 - ((float)epoch / epochs);
            Parallel.For(0, (n + Chunk - 1) / Chunk, parallel, chunk =>
            {
                for (int point = chunk * Chunk; point < Math.Min(n, (chunk + 1) * Chunk); point++)
                {
                    ulong random = CounterRandom.Start(seed, step, point);
                    (float x, float y) = (plane[2 * point], plane[(2 * point) + 1]);
                    for (int edge = starts[point]; edge < starts[point + 1]; edge++)
                    {
                        if (IsDue(shares[edge], step))
                        {
                            forces.Move(ref x, ref y, ends[edge], plane, ref random, rate);
                        }
                    }

                    (moved[2 * point], moved[(2 * point) + 1]) = (x, y);
                }
            });
            moved.CopyTo(plane, 0);
        }
    }

    /// <summary>Moves one new point among points that stay.</summary>
    /// <param name="x">Where it starts, and then where it is.</param>
    /// <param name="y">The same, second coordinate.</param>
    /// <param name="ends">The points it has edges to.</param>
    /// <param name="weights">Their weights, at most 1.</param>
    /// <param name="plane">Where all points are, [n,2].</param>
    /// <param name="curve">The plane's membership curve.</param>
    /// <param name="epochs">Passes over the edges.</param>
    /// <param name="seed">The seed of the random points; the same ones for every new point.</param>
    public static void Place(
        ref float x, ref float y, ReadOnlySpan<int> ends, ReadOnlySpan<float> weights, float[] plane, LayoutCurve curve, int epochs, int seed)
    {
        LayoutForces forces = new(curve);
        ulong random = CounterRandom.Start(seed, epochs, -1);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float rate = 1 - ((float)epoch / epochs);
            for (int edge = 0; edge < ends.Length; edge++)
            {
                if (IsDue(weights[edge], epoch))
                {
                    forces.Move(ref x, ref y, ends[edge], plane, ref random, rate);
                }
            }
        }
    }

    // Whether the count of uses, ⌊share · epochs⌋, grows in this epoch.
    private static bool IsDue(float share, int epoch) => (int)(share * (epoch + 1)) != (int)(share * epoch);
}
