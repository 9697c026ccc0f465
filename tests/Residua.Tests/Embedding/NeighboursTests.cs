using Residua.Embedding;
using Residua.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

public sealed class NeighboursTests
{
    [Theory]
    [InlineData(57, 3, 1)]
    [InlineData(57, 3, 56)]
    [InlineData(300, 70, 15)]
    public void They_are_those_of_a_search_through_all(int count, int dimensions, int k)
    {
        using Tensor points = Cloud.Blobs(count, dimensions, 2, 5).Points;
        NeighbourLists found = Neighbours.Find(points, k);
        float[] values = points.data<float>().ToArray();
        for (int i = 0; i < count; i++)
        {
            (double Distance, int Index)[] all =
            [
                .. Enumerable.Range(0, count).Where(j => j != i)
                    .Select(j => (Math.Sqrt(Enumerable.Range(0, dimensions).Sum(d => Math.Pow(values[(i * dimensions) + d] - values[(j * dimensions) + d], 2))), j)).Order(),
            ];
            Assert.Equal(all.Take(k).Select(pair => pair.Index), found.Indices.Skip(i * k).Take(k));
            Assert.All(Enumerable.Range(0, k), j => Assert.Equal(all[j].Distance, found.Distances[(i * k) + j], 1e-5));
        }
    }

    [Fact]
    public void Points_far_from_the_origin_and_close_together_are_told_apart()
    {
        // ‖p‖² is 1e8 and differences are 1e-2: products alone, in float32, say nothing.
        using Tensor points = tensor(new[,] { { 10000f, 0, -10000 }, { 10000.01f, 0, 10000 }, { 10000.02f, 0, -10000 }, { 9999.99f, 0, 10000 } });
        Assert.Equal([2, 3, 0, 1], Neighbours.Find(points, 1).Indices);
    }

    [Fact]
    public void Of_points_that_coincide_the_first_come_first()
    {
        using Tensor points = zeros([9, 4]);
        NeighbourLists found = Neighbours.Find(points, 3);
        Assert.Equal([1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2], found.Indices[..12]);
        Assert.All(found.Distances, distance => Assert.Equal(0, distance));
        using Tensor query = zeros([1, 4]);
        Assert.Equal([0, 1, 2], Neighbours.Find(query, points, 3).Indices);
    }

    [Fact]
    public void Queries_find_the_same_alone_and_in_a_batch_and_with_any_threads()
    {
        using Tensor points = Cloud.Blobs(400, 40, 3, 4).Points, queries = Cloud.Blobs(50, 40, 3, 4, seed: 8).Points;
        NeighbourLists together = Neighbours.Find(queries, points, 7, threads: 2);
        for (int i = 0; i < 50; i++)
        {
            using Tensor query = queries[i..(i + 1)];
            NeighbourLists alone = Neighbours.Find(query, points, 7, threads: 1);
            Assert.Equal(together.Indices[(7 * i)..(7 * (i + 1))], alone.Indices);
            Assert.Equal(together.Distances[(7 * i)..(7 * (i + 1))], alone.Distances);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using Tensor points = zeros([4, 2]), broken = tensor(new[,] { { 0f, 1 }, { 2, float.NaN } }), other = zeros([2, 3]), line = zeros([4]);
        Assert.Contains("give 1 to 3", Assert.Throws<ArgumentException>(() => Neighbours.Find(points, 4)).Message);
        Assert.Contains("give 1 to 4", Assert.Throws<ArgumentException>(() => Neighbours.Find(points, points, 5)).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Neighbours.Find(broken, 1)).Message);
        using Tensor large = eye(4, 2, float64).Mul(3e19), beyond = eye(4, 2, float64).Mul(1e300);
        Assert.Contains("so large", Assert.Throws<ArgumentException>(() => Neighbours.Find(large, 1)).Message);
        Assert.Contains("so large", Assert.Throws<ArgumentException>(() => Neighbours.Find(beyond, 1)).Message);
        Assert.Contains("must agree", Assert.Throws<ArgumentException>(() => Neighbours.Find(other, points, 1)).Message);
        Assert.Contains("[points, coordinates]", Assert.Throws<ArgumentException>(() => Neighbours.Find(line, 1)).Message);
    }
}
