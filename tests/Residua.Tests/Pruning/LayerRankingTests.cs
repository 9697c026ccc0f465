using Residua.Networks;
using Residua.Numerics;
using Residua.Pruning;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Pruning;

public sealed class LayerRankingTests
{
    // In layer 3 no neuron is active: with it or without it the network is the same.
    [Theory]
    [InlineData(DropCriterion.ResidualNorm)]
    [InlineData(DropCriterion.BlockInfluence)]
    [InlineData(DropCriterion.Sensitivity)]
    [InlineData(DropCriterion.Lesion)]
    public void A_layer_that_does_nothing_goes_first(DropCriterion criterion)
    {
        using LayeredNetwork network = Idle(3);
        LayerRanking ranking = Rank(network, criterion);
        Assert.Equal(3, ranking.DropOrder[0]);
        Assert.Equal([1, 2, 4, 5], ranking.Keep(4));
        Assert.Equal(5, ranking.Scores.Length);
    }

    [Fact]
    public void Norms_are_those_of_the_residuals()
    {
        using LayeredNetwork network = Idle(3);
        using Tensor x0 = Embed(network), z = empty_like(x0);
        network.PreActivate(x0, 1, z);
        Assert.Equal(z.sigmoid().norm(1).mean().item<double>(), Rank(network, DropCriterion.ResidualNorm).Scores[0], 1e-12);
    }

    [Fact]
    public void The_papers_order_is_from_the_end()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        LayerRanking ranking = Rank(network, DropCriterion.LastResidual);
        Assert.Equal([5, 4, 3, 2, 1], ranking.DropOrder);
        Assert.Equal([1, 2], ranking.Keep(2));
    }

    [Fact]
    public void Random_orders_follow_from_their_seeds()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable", layers: 9));
        int[][] orders = [.. Enumerable.Range(1, 8).Select(seed => Rank(network, DropCriterion.Random, seed).DropOrder)];
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(1, 9), order.Order()));
        Assert.Equal(8, orders.Select(order => string.Join(',', order)).Distinct().Count());
        Assert.Equal(orders[2], Rank(network, DropCriterion.Random, 3).DropOrder);
    }

    [Fact]
    public void They_leave_no_tensor()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        long live = LiveTensors.Settled();
        foreach (DropCriterion criterion in Enum.GetValues<DropCriterion>())
        {
            Rank(network, criterion);
        }

        Assert.Equal(live, LiveTensors.Count);
    }

    private static LayeredNetwork Idle(int layer)
    {
        LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        network.Parameters.Weights[layer - 1].Fill_(0);
        network.Parameters.Biases[layer - 1].Fill_(-50);
        return network;
    }

    private static LayerRanking Rank(LayeredNetwork network, DropCriterion criterion, int seed = 0)
    {
        using Tensor x0 = Embed(network);
        return LayerRanking.Of(network, network, network.Parameters.Classifier, x0, [.. Enumerable.Range(0, 30).Select(i => i % 3)], criterion, seed);
    }

    private static Tensor Embed(LayeredNetwork network)
    {
        using Tensor pixels = Small.Pixels(30);
        return network.Embed(pixels);
    }
}
