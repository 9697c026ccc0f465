using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

public sealed class KeptLayersTests
{
    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "2+3v")]
    public void They_run_as_the_network_made_of_them(string kind, string weights)
    {
        int[] keep = [1, 3, 4];
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights)), made = LayerSurgery.Keep(network, keep);
        Tensor pixels = Small.Pixels(4);
        using Trajectory trajectory = Rollout.Run(new KeptLayers(network, keep), network.Embed(pixels), 3, Recording.FinalState);
        Assert.True(Small.BitsEqual(made.Forward(pixels), network.Logits(trajectory.FinalState)));
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 6 })]
    [InlineData(new[] { 2, 2 })]
    [InlineData(new[] { 3, 1 })]
    public void Layers_that_are_not_there_are_refused(int[] keep)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        Assert.Contains("1 to 5", Assert.Throws<ArgumentException>(() => new KeptLayers(network, keep)).Message);
    }
}
