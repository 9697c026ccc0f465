using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

public sealed class DecidedMarginTests
{
    [Theory]
    [InlineData("shared", Precision.Float64, 0.7, 0)]
    [InlineData("shared", Precision.Float32, 0.7, 0)]
    [InlineData("shared", Precision.Float32, 0.05, -6)] // quiet: residuals stay small, and many are decided
    [InlineData("shared", Precision.Float32, 3, -3)]
    [InlineData("variable", Precision.Float32, 0.7, 0)]
    [InlineData("2+3v", Precision.Float64, 0.7, -6)]
    public void Classes_are_those_of_all_layers(string weights, Precision precision, double gain, double bias)
    {
        int stopped = 0;
        foreach (int seed in Enumerable.Range(1, 20))
        {
            using DisposeScope scope = NewDisposeScope();
            using LayeredNetwork network = Make(weights, precision, gain, bias, seed);
            Tensor x0 = network.Embed(Small.Pixels(100, seed, network.Type));
            using DecidedMargin margin = new(network, network, network.Parameters.Classifier, network.Depth);
            using Trajectory early = Rollout.Run(network, x0, network.Depth, Recording.FinalState, margin), whole = Rollout.Run(network, x0, network.Depth, Recording.FinalState);
            Assert.True(network.Logits(early.FinalState).argmax(1).eq(network.Logits(whole.FinalState).argmax(1)).all().item<bool>());
            stopped += early.LayersRun.Count(layers => layers < network.Depth);
        }

        Assert.True(stopped > 0, "No sample stopped, so nothing was tested.");
    }

    [Fact]
    public void With_shared_weights_the_bound_of_the_residuals_lets_more_stop()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork shared = Make("shared", Precision.Float64, 0.05, -6, 1), apart = Make("variable", Precision.Float64, 0.05, -6, 1);
        for (int g = 0; g < apart.Parameters.Weights.Count; g++)
        {
            apart.Parameters.Weights[g].copy_(shared.Parameters.Weights[0]);
            apart.Parameters.Biases[g].copy_(shared.Parameters.Biases[0]);
        }

        Tensor x0 = shared.Embed(Small.Pixels(100));
        Assert.True(Layers(shared, x0) < Layers(apart, x0)); // the same network, of which less is known
    }

    [Fact]
    public void Where_it_does_not_hold_it_is_refused()
    {
        foreach (NetworkSpec spec in new[] { Small.Spec("perceptron"), Small.Spec(activation: "tanh") })
        {
            using LayeredNetwork network = Small.Network(spec);
            Assert.NotNull(DecidedMargin.Refusal(network));
            Assert.Throws<ArgumentException>(() => new DecidedMargin(network, network, network.Parameters.Classifier, 5));
        }
    }

    [Fact]
    public void It_leaves_no_tensor()
    {
        using LayeredNetwork network = Make("shared", Precision.Float32, 0.05, -6, 1);
        using Tensor pixels = Small.Pixels(20, type: network.Type), x0 = network.Embed(pixels);
        long live = LiveTensors.Settled();
        Layers(network, x0);
        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void Of_several_rules_the_first_stops()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Make("shared", Precision.Float64, 0.05, -6, 1);
        Tensor x0 = network.Embed(Small.Pixels(100));
        using DecidedMargin margin = new(network, network, network.Parameters.Classifier, network.Depth);
        ConvergedResidual settled = new(1e-4);
        int[][] layers = [.. new IHalting[] { margin, settled, new AnyHalting(margin, settled) }.Select(rule =>
        {
            using Trajectory trajectory = Rollout.Run(network, x0, network.Depth, Recording.FinalState, rule);
            return trajectory.LayersRun.ToArray();
        })];
        Assert.Equal(layers[0].Zip(layers[1], Math.Min), layers[2]);
    }

    private static double Layers(LayeredNetwork network, Tensor x0)
    {
        using DecidedMargin margin = new(network, network, network.Parameters.Classifier, network.Depth);
        using Trajectory trajectory = Rollout.Run(network, x0, network.Depth, Recording.FinalState, margin);
        return trajectory.LayersRun.Average();
    }

    private static LayeredNetwork Make(string weights, Precision precision, double gain, double bias, int seed) => Small.Network(
        Small.Spec(weights: weights, precision: precision) with { Initialization = new() { WeightGain = gain, Bias = bias, ClassifierGain = 1 } }, seed);
}
