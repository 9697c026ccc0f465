using Residua.Embedding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

public sealed class UmapTests
{
    [Fact]
    public void Two_separate_blobs_stay_separate()
    {
        (Tensor points, int[] classes) = Cloud.Blobs(200, 10, 2, 20);
        using (points)
        {
            Umap umap = Umap.Fit(points, new() { Epochs = 200 });
            using Tensor plane = tensor(umap.Coordinates.ToArray(), [200, 2]);
            NeighbourLists nearest = Neighbours.Find(plane, 20);
            Assert.All(Enumerable.Range(0, nearest.Indices.Length), j => Assert.Equal(classes[j / 20], classes[nearest.Indices[j]]));
            Assert.InRange(EmbeddingQuality.Measure(points, plane, 15).Trustworthiness, 0.85, 1);
        }
    }

    [Fact]
    public void A_spiral_is_kept_better_than_by_a_projection()
    {
        double[] angles = [.. Enumerable.Range(0, 400).Select(i => 3 + (i * 0.03))];
        using Tensor points = tensor(angles.SelectMany((angle, i) => new[] { (float)(angle * Math.Cos(angle)), (float)(angle * Math.Sin(angle)), i % 7 }).ToArray(), [400, 3]);
        using Tensor line = tensor(angles.Select(angle => (float)(angle * Math.Cos(angle))).ToArray(), [400, 1]);
        using Tensor plane = tensor(Umap.Fit(points, new()).Coordinates.ToArray(), [400, 2]);
        EmbeddingQuality curved = EmbeddingQuality.Measure(points, plane, 10), projected = EmbeddingQuality.Measure(points, line, 10);
        Assert.InRange(curved.Trustworthiness, 0.98, 1);
        Assert.InRange(projected.Trustworthiness, 0, 0.9);
    }

    [Fact]
    public void A_seed_gives_one_plane_whatever_the_threads()
    {
        using Tensor points = Cloud.Blobs(700, 12, 3, 6).Points;
        float[] Plane(int seed, int threads) => [.. Umap.Fit(points, new() { Epochs = 60, Seed = seed, Threads = threads }).Coordinates];
        float[] first = Plane(1, 1);
        Assert.Equal(first, Plane(1, 2));
        Assert.Equal(first, Plane(1, 1));
        Assert.NotEqual(first, Plane(2, 1));
    }

    [Fact]
    public void Where_a_new_point_goes_does_not_depend_on_what_comes_with_it()
    {
        (Tensor points, int[] classes) = Cloud.Blobs(300, 30, 3, 12);
        (Tensor queries, int[] queryClasses) = Cloud.Blobs(40, 30, 3, 12, seed: 9);
        using (points)
        using (queries)
        {
            Umap umap = Umap.Fit(points, new() { Epochs = 100 });
            float[] together = umap.Transform(queries);
            using Tensor backwards = queries.flip(0), plane = tensor(umap.Coordinates.ToArray(), [300, 2]), placed = tensor(together, [40, 2]);
            float[] reversed = umap.Transform(backwards);
            for (int i = 0; i < 40; i++)
            {
                using Tensor query = queries[i..(i + 1)];
                Assert.Equal(together[(2 * i)..(2 * (i + 1))], umap.Transform(query));
                Assert.Equal(together[(2 * i)..(2 * (i + 1))], reversed[(2 * (39 - i))..(2 * (40 - i))]);
            }

            Assert.Equal(1, NeighbourVote.Accuracy(placed, queryClasses, plane, classes, 15));
            Assert.Equal(umap.Coordinates, plane.data<float>().ToArray()); // what was fitted stays
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Points_that_coincide_are_embedded_too(int dimensions)
    {
        using Tensor points = zeros([30, dimensions]);
        Umap umap = Umap.Fit(points, new() { Epochs = 20 });
        Assert.All(umap.Coordinates, coordinate => Assert.True(float.IsFinite(coordinate)));
        Assert.All(umap.Transform(points), coordinate => Assert.True(float.IsFinite(coordinate)));
    }

    [Fact]
    public void Nothing_given_is_changed_and_no_tensor_is_left()
    {
        using Tensor points = Cloud.Blobs(60, 4, 2, 5).Points, copy = points.clone();
        using Tensor plane = zeros([60, 2]);
        void Work()
        {
            Umap umap = Umap.Fit(points, new() { Epochs = 5 });
            umap.Transform(points);
            EmbeddingQuality.Measure(points, plane, 5);
        }

        Work();
        using DisposeScope scope = NewDisposeScope();
        Work();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.True(Small.BitsEqual(points, copy));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using Tensor points = zeros([10, 2]);
        Assert.Contains("needs as many points; there are 10", Assert.Throws<ArgumentException>(() => Umap.Fit(points, new())).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Umap.Fit(points, new() { Neighbours = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Umap.Fit(points, new() { Neighbours = 5, MinDistance = 4 }));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Umap.Fit(points, new() { Neighbours = 5 }, stop.Token));
    }
}
