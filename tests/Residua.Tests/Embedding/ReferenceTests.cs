using Residua.Embedding;
using Residua.Runs;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

/// <summary>Beside umap-learn 0.5.3 and scikit-learn on 300 points, of which those from 289 to 293 coincide; Reference/make_umap_fixture.py makes the file.</summary>
public sealed class ReferenceTests
{
    private const int K = 15, Apart = 290;

    private static readonly IReadOnlyDictionary<string, NpyArray> s_reference = Npz.Read(Path.Combine(AppContext.BaseDirectory, "Reference", "fixtures", "umap.npz"));

    private static Tensor Points => tensor(s_reference["points"].AsFloats().ToArray(), [.. s_reference["points"].Shape]);

    // The reference counts the point itself, first.
    private static NeighbourLists Lists => new(K - 1, Others(s_reference["indices"].AsInts()), Others(s_reference["distances"].AsFloats()));

    [Fact]
    public void Neighbours_are_the_same()
    {
        using Tensor points = Points;
        NeighbourLists found = Neighbours.Find(points, K - 1), expected = Lists;
        Assert.All(Enumerable.Range(0, expected.Distances.Length), j => Assert.Equal(expected.Distances[j], found.Distances[j], 1e-6f));
        for (int i = 0; i < found.Queries; i++)
        {
            Assert.Equal(Row(expected, i), Row(found, i));
        }

        // Coincident points as one: which of them comes in is a matter of taste.
        static int[] Row(NeighbourLists lists, int i) => [.. lists.Indices.Skip(i * lists.Count).Take(lists.Count).Select(j => j is >= Apart - 1 and <= 293 ? Apart - 1 : j).Order()];
    }

    [Fact]
    public void Scales_are_the_same()
    {
        SmoothDistances scales = SmoothDistances.Calibrate(Lists, K);
        float[] rho = s_reference["rho"].AsFloats().ToArray(), sigma = s_reference["sigma"].AsFloats().ToArray();
        Assert.Equal(rho, scales.Rho);
        Assert.All(Enumerable.Range(0, rho.Length), i => Assert.Equal(1, scales.Sigma[i] / sigma[i], 1e-4f)); // both bisect until the sum is within 1e-5
    }

    [Fact]
    public void The_graph_is_the_same()
    {
        FuzzyGraph graph = FuzzyGraph.Build(Lists, SmoothDistances.Calibrate(Lists, K));
        int[] rows = s_reference["rows"].AsInts().ToArray(), columns = s_reference["columns"].AsInts().ToArray();
        float[] weights = s_reference["weights"].AsFloats().ToArray();
        Dictionary<(int, int), float> expected = Enumerable.Range(0, rows.Length).ToDictionary(i => (rows[i], columns[i]), i => weights[i]);
        Dictionary<(int, int), float> edges = (from i in Enumerable.Range(0, graph.Starts.Count - 1)
                                               from e in Enumerable.Range(graph.Starts[i], graph.Starts[i + 1] - graph.Starts[i])
                                               select (Key: (i, graph.Neighbours[e]), Weight: graph.Weights[e])).ToDictionary(edge => edge.Key, edge => edge.Weight);
        Assert.All(expected.Keys.Union(edges.Keys), key => Assert.Equal(expected.GetValueOrDefault(key), edges.GetValueOrDefault(key), 1e-5f));
        Assert.All(edges, edge => Assert.Equal(edge.Value, edges[(edge.Key.Item2, edge.Key.Item1)]));
    }

    [Fact]
    public void The_membership_curve_is_the_same()
    {
        double[] curves = s_reference["curves"].AsDoubles().ToArray();
        for (int i = 0; i < curves.Length; i += 4)
        {
            LayoutCurve curve = LayoutCurve.Fit(curves[i], curves[i + 1]);
            Assert.Equal(curves[i + 2], curve.A, 1e-4);
            Assert.Equal(curves[i + 3], curve.B, 1e-4);
        }
    }

    [Fact]
    public void Trustworthiness_and_continuity_are_the_same()
    {
        using Tensor points = Points, apart = points[..Apart], plane = tensor(s_reference["plane"].AsDoubles().ToArray(), [Apart, 2]);
        double[] quality = s_reference["quality"].AsDoubles().ToArray();
        for (int i = 0; i < quality.Length; i += 3)
        {
            EmbeddingQuality measured = EmbeddingQuality.Measure(apart, plane, (int)quality[i]);
            Assert.Equal(quality[i + 1], measured.Trustworthiness, 1e-9);
            Assert.Equal(quality[i + 2], measured.Continuity, 1e-9);
        }
    }

    private static T[] Others<T>(ReadOnlySpan<T> values) => [.. values.ToArray().Where((_, i) => i % K > 0)];
}
