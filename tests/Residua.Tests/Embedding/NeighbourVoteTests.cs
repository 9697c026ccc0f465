using Residua.Embedding;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

public sealed class NeighbourVoteTests
{
    [Fact]
    public void The_majority_wins_and_of_equals_the_nearest()
    {
        using Tensor points = tensor(new[,] { { 1f }, { 2 }, { 3 }, { 4 } }), queries = tensor(new[,] { { 0f }, { 5 } });
        int[] classes = [0, 1, 1, 0];
        Assert.Equal(1, NeighbourVote.Accuracy(queries, [1, 1], points, classes, 3)); // 1, 2, 3 and 4, 3, 2
        Assert.Equal(1, NeighbourVote.Accuracy(queries, [0, 0], points, classes, 4)); // two votes each
        Assert.Equal(0.5, NeighbourVote.Accuracy(queries, [0, 1], points, classes, 1));
    }

    [Fact]
    public void Nobody_votes_for_itself_nor_for_its_group()
    {
        using Tensor points = tensor(new[,] { { 0f }, { 0.1f }, { 5 }, { 5.1f } });
        int[] classes = [0, 0, 1, 1];
        Assert.Equal(1, NeighbourVote.LeaveOneOut(points, classes, 1));
        Assert.Equal(0, NeighbourVote.LeaveOneOut(points, classes, 1, groups: [0, 0, 1, 1])); // one's own class is one's own group
        Assert.Equal(1, NeighbourVote.LeaveOneOut(points, classes, 1, groups: [0, 1, 2, 3]));
    }

    [Fact]
    public void Classes_that_mean_nothing_are_guessed_by_chance()
    {
        using Tensor points = Cloud.Blobs(1000, 5, 1, 0).Points;
        Assert.InRange(NeighbourVote.LeaveOneOut(points, [.. Enumerable.Range(0, 1000).Select(i => i % 10)], 15), 0.06, 0.14);
    }
}
