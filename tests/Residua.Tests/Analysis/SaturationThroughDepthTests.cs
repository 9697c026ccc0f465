using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class SaturationThroughDepthTests
{
    [Fact]
    public void Saturated_neurons_are_counted_by_threshold_also_where_a_residual_rounds_to_1()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec("perceptron", precision: Precision.Float32));
        network.Parameters.Weights[0].Fill_(0);
        network.Parameters.Biases[0].copy_(tensor(new[] { -20f, -20, -10, 0, 0, 10, 20 })); // f' = 2.1e-9, 4.5e-5, 0.25
        SaturationResult result = SaturationThroughDepth.Run(network, zeros([3, 7]), new() { Depth = 2, Thresholds = [1e-10, 1e-6, 1e-3] });
        Assert.Equal([1e-3, 1e-6, 1e-10], result.Thresholds);
        Assert.Equal([2, 2, 4, 4, 7, 7], result.MeanUnsaturated);
        Assert.Equal(result.MeanUnsaturated, result.LeastUnsaturated);
        Assert.Equal(result.MeanUnsaturated, result.MostUnsaturated);
        Assert.Equal([3, 3, 2, 2, 0, 0], result.ShareLow.Select(share => Math.Round(7 * share, 9)));
        Assert.Equal([2, 2, 1, 1, 0, 0], result.ShareHigh.Select(share => Math.Round(7 * share, 9)));
        Assert.Equal([2, 2, 4, 4, 7, 7], result.ShareUnsaturatedInAny.Select(share => Math.Round(7 * share, 9)));
        Assert.All(result.ShareBelow001, share => Assert.Equal(3 / 7.0, share, 1e-9));
        Assert.All(result.EffectiveDimension, dimension => Assert.Equal(double.NaN, dimension)); // all samples have one y
        Assert.All(result.TotalVariance, variance => Assert.Equal(0, variance, 1e-12));
    }

    [Fact]
    public void Unsaturated_sets_differ_from_sample_to_sample()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Identity("relu");
        SaturationResult result = SaturationThroughDepth.Run(network, tensor(new[,] { { 1.0, -1, -1, -1, -1, -1, -1 }, { -1, 1, 1, -1, -1, -1, -1 } }), new() { Depth = 1, Thresholds = [0.5] });
        Assert.Equal((1.5, 1, 2), (result.MeanUnsaturated[0], result.LeastUnsaturated[0], result.MostUnsaturated[0]));
        Assert.Equal((3 / 7.0, 11 / 14.0, 0), (result.ShareUnsaturatedInAny[0], result.ShareLow[0], result.ShareHigh[0]));
    }

    [Theory]
    [InlineData(1, 6, 1.0, 1.0)]
    [InlineData(7, 0, 0.0, 0.0)]
    [InlineData(2, 5, 5 / 6.0, 0.748313)]
    public void Sparseness_is_1_for_one_active_neuron_and_0_for_all_alike(int active, int silent, double treves, double hoyer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = cat([empty([2, active], float64).Fill_(0.5), zeros([2, silent], float64)], 1);
        SaturationResult result = SaturationThroughDepth.Run(Identity("identity"), x0, new() { Depth = 1 });
        Assert.Equal(treves, result.TrevesRolls[0], 1e-9);
        Assert.Equal(hoyer, result.Hoyer[0], 1e-4);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void Effective_dimension_counts_directions_of_equal_variance(int samples)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = empty([samples, 7], float64).Fill_(3.0);
        for (int n = 0; n < samples; n++)
        {
            x0[n, n % 2 == 0 ? 1 : 4].Add_(n / 2 % 2 == 0 ? 0.5 : -0.5); // ±0.5 in one of two directions
        }

        SaturationResult result = SaturationThroughDepth.Run(Identity("identity"), x0, new() { Depth = 1 });
        Assert.Equal(2, result.EffectiveDimension[0], 1e-9);
        Assert.Equal(0.25, result.TotalVariance[0], 1e-12);
    }

    [Fact]
    public void Silent_samples_have_no_sparseness()
    {
        using DisposeScope scope = NewDisposeScope();
        SaturationResult result = SaturationThroughDepth.Run(Identity("relu"), empty([2, 7], float64).Fill_(-1.0), new() { Depth = 1 });
        Assert.Equal((double.NaN, double.NaN, double.NaN), (result.TrevesRolls[0], result.Hoyer[0], result.EffectiveDimension[0]));
        Assert.Equal(1, result.ShareBelow001[0]);
    }

    [Fact]
    public void A_deep_rollout_is_thinned_and_nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(1), x0 = network.Embed(pixels), broken = empty_like(x0).Fill_(double.NaN);
        long live = LiveTensors.Settled();
        SaturationResult result = SaturationThroughDepth.Run(network, x0, new() { Depth = 400 });
        Assert.Equal(live, LiveTensors.Count);
        Assert.Equal((400, 1, 7, 5), (result.Layers[^1], result.Samples, result.Neurons, result.TrainedDepth));
        Assert.Equal(Enumerable.Range(1, 100), result.Layers[..100]);
        Assert.Equal(5 * result.Layers.Length, result.ShareLow.Length);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => SaturationThroughDepth.Run(network, broken, new() { Depth = 2 })).Message);
        using LayeredNetwork variable = Small.Network(Small.Spec(weights: "variable"));
        Assert.Contains("5 layers", Assert.Throws<ArgumentException>(() => SaturationThroughDepth.Run(variable, x0, new() { Depth = 6 })).Message);
        Assert.Equal(live + variable.Parameters.All.Count(), LiveTensors.Count);
    }

    // y(1) = f(x(0)).
    private static LayeredNetwork Identity(string activation)
    {
        LayeredNetwork network = Small.Network(Small.Spec("perceptron", activation: activation, bias: false));
        network.Parameters.Weights[0].copy_(eye(7));
        return network;
    }

    [Fact]
    public void One_neuron_has_no_sparseness()
    {
        using DisposeScope scope = NewDisposeScope();
        using Residua.Tests.Dynamics.ToyMap map = new(1, "logistic", new[,] { { -0.3 } }) { Depth = 3 };
        SaturationResult result = SaturationThroughDepth.Run(map, tensor(new[,] { { 0.3 }, { 0.7 } }), new() { Depth = 3 });
        Assert.All(result.TrevesRolls.Concat(result.Hoyer), value => Assert.Equal(double.NaN, value));
    }
}
