using Residua.Analysis;
using Residua.Dynamics;
using Residua.Networks;
using Residua.Numerics;
using Residua.Tests.Dynamics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class FlowComparisonTests
{
    [Fact]
    public void Linear_flow_and_map_are_as_known()
    {
        // dx/dt = w x: the flow gives exp(2 w), Euler (1 + w h)^(2 / h), the network (1 + w)^2.
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "identity", new[,] { { 0.3 } }) { Depth = 2 };
        FlowComparisonResult result = FlowComparison.Run(map, map, tensor(new[,] { { 2.0 }, { -1 } }), [0, 0], new() { Halvings = 3, Tolerance = 1e-10 });
        double flow = Math.Exp(0.6);
        Assert.Equal([1, 0.5, 0.25, 0.125], result.Steps);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(Math.Abs(Math.Pow(1 + (0.3 * result.Steps[k]), 2 / result.Steps[k]) - flow) / flow, result.Euler[k].State, 1e-9);
        }

        Assert.Equal(Math.Abs(1.69 - flow) / flow, result.Network.State, 1e-9);
        Assert.Equal(result.Network.State, result.Network.Logits, 1e-12);
        Assert.Equal(result.Euler[0], result.Network);
        Assert.Equal(0, result.UnitStepDifference, 1e-14);
        Assert.Equal(1, result.ObservedOrder, 0.05);
        Assert.Equal((IntegrationOutcome.Done, 2.0), (result.Outcome, result.TimeReached));
        Assert.Equal((1.0, 0.0), (result.Network.ShareSameClass, result.FlowError));
        Assert.Equal([0.15, 0.15 * 1.3], result.NetworkMean, (a, b) => Math.Abs(a - b) < 1e-12); // mean of 0.3 x over 2 and -1
        Assert.Equal([0.15, 0.15 * Math.Exp(0.3)], result.FlowMean, (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal(0, result.Distance[0], 1e-12); // y(1) is that of the input, before any step
    }

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "shared")]
    [InlineData("perceptron", "variable")]
    public void Euler_comes_to_the_flow_at_first_order(string kind, string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        double told = 0;
        FlowComparisonResult result = FlowComparison.Run(network, network, network.Embed(Small.Pixels(4)), [0, 1, 2, 0], new(), share => told = share);
        Assert.Equal(1, result.ObservedOrder, 0.1);
        Assert.Equal(6, result.Euler.Length);
        Assert.True(result.Euler[^1].State < result.Euler[0].State);
        Assert.Equal(1, result.Euler[^1].ShareSameClass);
        Assert.Equal(1, told, 1e-9);
        if (weights == "shared" || kind == "perceptron")
        {
            Assert.InRange(result.UnitStepDifference, 0, 1e-12);
        }
        else
        {
            Assert.True(result.UnitStepDifference > 1e-6); // with different weights Euler's step in z is not the layer
        }
    }

    [Fact]
    public void A_flow_that_does_not_reach_its_end_is_a_value()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        FlowComparisonResult result = FlowComparison.Run(network, network, network.Embed(Small.Pixels(2)), [0, 1], new() { MaximumSteps = 1, Tolerance = 1e-12 });
        Assert.Equal(IntegrationOutcome.TooManySteps, result.Outcome);
        Assert.InRange(result.TimeReached, 0, 1);
        Assert.True(double.IsNaN(result.Euler[0].State) && double.IsNaN(result.FlowError) && double.IsNaN(result.Network.ShareSameClass) && double.IsNaN(result.ObservedOrder));
        Assert.True(double.IsFinite(result.Network.Error));
    }

    [Fact]
    public void Other_networks_and_broken_states_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap leaky = new(0.5, "identity", new[,] { { 0.3 } }), map = new(1, "identity", new[,] { { 0.3 } });
        Assert.Contains("carries 0.5", Assert.Throws<ArgumentException>(() => FlowComparison.Run(leaky, leaky, ones([1, 1], float64), [0], new())).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => FlowComparison.Run(map, map, empty([1, 1]).Fill_(double.NaN), [0], new())).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using LayeredNetwork residual = Small.Network(Small.Spec(weights: "variable")), perceptron = Small.Network(Small.Spec("perceptron"));
        using Tensor pixels = Small.Pixels(2), x0 = residual.Embed(pixels);
        Run();
        long before = LiveTensors.Settled();
        Run();
        Assert.Equal(before, LiveTensors.Count);

        void Run()
        {
            FlowComparison.Run(residual, residual, x0, [0, 1], new() { Halvings = 1 });
            FlowComparison.Run(perceptron, perceptron, x0, [0, 1], new() { Halvings = 1 });
        }
    }
}
