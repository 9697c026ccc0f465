using Residua.Embedding;
using Residua.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

public sealed class EmbeddingQualityTests
{
    [Fact]
    public void The_points_themselves_are_perfect()
    {
        using Tensor points = Cloud.Blobs(90, 6, 3, 5).Points, twice = cat([points, points], 0), turned = points.flip(1).Mul(2).Sub(3);
        Assert.Equal(new(1, 1), EmbeddingQuality.Measure(points, points, 15));
        Assert.Equal(new(1, 1), EmbeddingQuality.Measure(twice, twice, 15));
        Assert.Equal(new(1, 1), EmbeddingQuality.Measure(points, turned, 15));
    }

    [Fact]
    public void A_swap_on_a_line_costs_what_the_formula_says()
    {
        // Points 0, 1, 3, 6, 10 drawn at 0, 1, 3, 10, 6 (k = 1): 3 sees 10 as nearest (rank 2 of 3's others is 0, then 6, then 10) and so on.
        using Tensor points = tensor(new[,] { { 0.0 }, { 1 }, { 3 }, { 6 }, { 10 } }), embedding = tensor(new[,] { { 0.0 }, { 1 }, { 3 }, { 10 }, { 6 } });
        // Nearest in the embedding: 0→1 (rank 1), 1→0 (1), 2→1 (1), 3→4 (rank of 10 from 6: after 3, with 4 < 5: 2), 4→2 (rank of 3 from 10: 2).
        // Nearest among points: 0→1, 1→0, 2→1, 3→2 (embedding: 10 to 3 is 7, after 6 at 4: 2), 4→3 (embedding: 6 to 10 is 4, after 3 at 3: 2).
        double scale = 2.0 / (5 * 1 * ((2 * 5) - 3 - 1));
        Assert.Equal(new(1 - (2 * scale), 1 - (2 * scale)), EmbeddingQuality.Measure(points, embedding, 1));
    }

    [Fact]
    public void Several_embeddings_are_measured_as_each_alone_and_it_can_be_ended()
    {
        using Tensor points = Cloud.Blobs(90, 6, 3, 5).Points, some = points[.., ..2], others = points[.., 4..];
        Assert.Equal(
            [EmbeddingQuality.Measure(points, some, 7), EmbeddingQuality.Measure(points, others, 7), new(1, 1)], EmbeddingQuality.Measure(points, [some, others, points], 7));
        Assert.Throws<OperationCanceledException>(() => EmbeddingQuality.Measure(points, some, 7, cancellation: new(true)));
        Assert.Throws<OperationCanceledException>(() => Pca.Fit(points, 2, new(true)));
        Assert.Throws<OperationCanceledException>(() => Neighbours.Find(points, 2, cancellation: new(true)));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using Tensor points = zeros([10, 2]), fewer = zeros([9, 2]);
        Assert.Contains("1 to 4 others, not 5", Assert.Throws<ArgumentException>(() => EmbeddingQuality.Measure(points, points, 5)).Message);
        Assert.Contains("10 points, but 9", Assert.Throws<ArgumentException>(() => EmbeddingQuality.Measure(points, fewer, 2)).Message);
    }
}
