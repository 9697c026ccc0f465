using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Networks;

public sealed class LayerSurgeryTests
{
    [Theory]
    [InlineData("shared", 5, new[] { 1, 2, 3 }, "shared", new[] { 0 })]
    [InlineData("variable", 5, new[] { 1, 3, 5 }, "variable", new[] { 0, 2, 4 })]
    [InlineData("2+3v", 5, new[] { 1, 3, 5 }, "1+2v", new[] { 0, 1, 3 })]
    [InlineData("2+3", 5, new[] { 1, 2 }, "shared", new[] { 0 })] // a block without layers goes
    [InlineData("2+3", 5, new[] { 3 }, "shared", new[] { 1 })]
    [InlineData("1+2v", 3, new[] { 1, 1, 2, 3, 3 }, "2+3v", new[] { 0, 1, 2, 2 })] // lengthened
    [InlineData("2+1", 3, new[] { 1, 2, 3 }, "2+1", new[] { 0, 1 })]
    public void Layouts_follow(string weights, int layers, int[] keep, string text, int[] groups)
    {
        WeightLayout layout = WeightLayout.Parse(weights, layers), kept = layout.Keep(keep);
        Assert.Equal(text, kept.Text);
        Assert.Equal(keep.Length, kept.Layers);
        Assert.Equal(groups, layout.GroupsKept(keep));
        Assert.Equal(groups.Length, kept.Groups.Count);
        Assert.Equal(weights, layout.Text);
        Assert.Equal(kept.Blocks, WeightLayout.Parse(kept.Text, kept.Layers).Blocks);
    }

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "2+3v")]
    public void The_network_left_is_the_composition_of_the_layers_kept(string kind, string weights)
    {
        int[] keep = [1, 3, 4];
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights)), kept = LayerSurgery.Keep(network, keep);
        Tensor pixels = Small.Pixels(4), state = network.Embed(pixels);
        foreach (int layer in keep)
        {
            state = network.Step(state, layer).State;
        }

        Assert.Equal(3, kept.Depth);
        Assert.True(Small.BitsEqual(network.Logits(state), kept.Forward(pixels)));
        network.Parameters.Weights[0].Fill_(0);
        Assert.NotEqual(0, kept.Parameters.Weights[0].abs().sum().item<double>()); // a network of its own
    }

    [Fact]
    public void Moments_go_with_their_layers()
    {
        using Tensor a = zeros(1), b = ones(1), c = empty(1).Fill_(2.0);
        Dictionary<string, Tensor> state = new()
        {
            ["optimizer.first_moment.layers.0.weight"] = a,
            ["optimizer.first_moment.layers.2.weight"] = b,
            ["optimizer.first_moment.classifier.weight"] = c,
        };
        IReadOnlyDictionary<string, Tensor> kept = LayerSurgery.Keep(state, [2]);
        Assert.Equal(["optimizer.first_moment.classifier.weight", "optimizer.first_moment.layers.0.weight"], kept.Keys.Order());
        Assert.Same(b, kept["optimizer.first_moment.layers.0.weight"]);
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0, 1 })]
    [InlineData(new[] { 4, 6 })]
    [InlineData(new[] { 2, 1 })]
    public void Layers_that_are_not_there_are_refused(int[] keep) =>
        Assert.Contains("1 to 5", Assert.Throws<ArgumentException>(() => WeightLayout.Parse("shared", 5).Keep(keep)).Message);
}
