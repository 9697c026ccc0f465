using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class LesionsTests
{
    private static readonly int[] Classes = [.. Enumerable.Range(0, 30).Select(i => i % Small.Classes)];

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void In_a_linear_network_the_first_order_is_the_whole_effect_of_a_removed_layer(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(kind, "variable", activation: "identity"));
        LesionResult result = Run(network, new() { Kinds = [LesionKind.Skip], PredictionSamples = 30 });
        LesionEffect effect = Assert.Single(result.Effects);
        Assert.All(effect.FirstOrder.Zip(effect.LogitChange), pair => Assert.Equal(1, pair.First / pair.Second, 1e-9));
        LesionCorrelation first = effect.Correlations[0];
        Assert.Equal(["first order", "largest gain of S(s)", "log |det M'(s)|", "largest gain, printed product", "log |det|, printed product"], effect.Correlations.Select(one => one.Prediction));
        Assert.Equal((1, 1), (Math.Round(first.AcrossLayers, 12), Math.Round(first.AcrossSamples, 12)));
    }

    [Fact]
    public void A_network_without_its_one_layer_reads_its_input()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(layers: 1));
        Tensor x0 = network.Embed(Small.Pixels(30));
        LesionResult result = Run(network, new() { Kinds = [LesionKind.Skip] });
        Tensor before = network.Logits(x0), after = network.Logits(network.Step(x0, 1).State), labels = tensor(Classes.Select(c => (long)c).ToArray());
        Assert.Equal((before - after).norm(1).mean().item<double>(), result.Effects[0].LogitChange[0], 1e-12);
        Assert.Equal(before.argmax(1).ne(labels).to(float64).mean().item<double>(), result.Effects[0].Error[0], 1e-12);
        Assert.Equal(before.argmax(1).ne(after.argmax(1)).to(float64).mean().item<double>(), result.Effects[0].Changed[0], 1e-12);
        Assert.Equal(after.argmax(1).ne(labels).to(float64).mean().item<double>(), result.IntactError, 1e-12);
    }

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("perceptron", "variable")]
    public void Little_noise_does_what_the_first_order_says(string kind, string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        LesionResult result = Run(network, new() { Kinds = [LesionKind.ResidualNoise, LesionKind.WeightNoise], Size = 1e-5, Draws = 60, PredictionSamples = 30 });
        Assert.All(result.Effects, effect =>
        {
            Assert.Equal(60, effect.Draws);
            Assert.All(effect.FirstOrder.Zip(effect.LogitChange), pair => Assert.InRange(pair.Second / pair.First, 0.7, 1.15)); // a mean, of a root mean square
        });
    }

    [Theory]
    [InlineData("shared", 1)]
    [InlineData("variable", 5)]
    public void With_shared_weights_it_does_not_matter_which_layer_is_removed(string weights, int effects)
    {
        using DisposeScope scope = NewDisposeScope();
        LesionResult result = Run(Small.Network(Small.Spec(weights: weights)), new() { Kinds = [LesionKind.Skip] });
        Assert.Equal(effects, result.Effects[0].LogitChange.Select(change => Math.Round(change, 12)).Distinct().Count());
        Assert.Equal(effects == 1, result.SharedWeights);
    }

    [Fact]
    public void Noise_of_size_0_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        LesionResult result = Run(network, new() { Kinds = [LesionKind.ResidualNoise, LesionKind.WeightNoise], Size = 0, Draws = 1 });
        Assert.All(result.Effects, effect =>
        {
            Assert.All(effect.LogitChange, change => Assert.Equal(0, change, 1e-12));
            Assert.All(effect.Error, error => Assert.Equal(result.IntactError, error));
            Assert.All(effect.Changed, share => Assert.Equal(0, share));
            Assert.All(effect.Correlations, correlation => Assert.Equal(double.NaN, correlation.AcrossLayers));
        });
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void Noise_has_the_size_that_was_asked_for_in_the_one_layer_alone(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(kind, "variable"));
        using LayeredNetwork copy = network.Clone();
        Tensor x = network.Embed(Small.Pixels(4)), unit = eye(7, dtype: float64);
        LesionedMap residual = new(network, 2, LesionKind.ResidualNoise, 0.3, 9), weight = new(network, 2, LesionKind.WeightNoise, 0.2, 9);
        LayerStep intact = network.Step(x, 2), noisy = residual.Step(x, 2);
        Assert.Equal(0.3, ((noisy.Residual - intact.Residual).norm(1) / intact.Residual.norm(1)).mean().item<double>(), 1e-12);
        Assert.Equal(0, Small.RelativeDifference(noisy.State - intact.State, noisy.Residual - intact.Residual), 1e-12);
        double change = (weight.Step(unit, 2).PreActivation - network.Step(unit, 2).PreActivation).norm().item<double>(); // of Wᵀ, as the states are the unit vectors
        Assert.Equal(0.2, change / network.Parameters.Weights[1].norm().item<double>(), 1e-12);
        Assert.Equal(0, Small.RelativeDifference(weight.Step(x, 2).State - weight.Step(x, 2).Residual, x.Mul(network.Carry)), 1e-12);
        foreach (LesionedMap map in new[] { residual, weight })
        {
            Assert.True(Small.BitsEqual(network.Step(x, 3).State, map.Step(x, 3).State));
            Assert.True(Small.BitsEqual(map.Step(x, 2).State, map.Step(x, 2).State));
            Assert.Equal((5, false), (map.Depth, map.IsAutonomous));
        }

        Assert.True(Small.BitsEqual(x, new LesionedMap(network, 2, LesionKind.Skip, 0, 1).Step(x, 2).State));
        Assert.All(network.Parameters.All.Zip(copy.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
    }

    [Fact]
    public void What_cannot_be_done_is_refused_and_nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(30), x0 = network.Embed(pixels);
        LesionOptions options = new() { Draws = 1, PredictionSamples = 4 };
        LesionResult Go(IReadOnlyList<int> classes, LesionOptions how) => Lesions.Run(network, network, network.Parameters.Classifier, x0, classes, how);
        LesionResult result = Go(Classes, options);
        Assert.Equal((3, 4, 30), (result.Effects.Length, result.PredictionSamples, result.Samples));
        long live = LiveTensors.Settled();
        LesionResult again = Go(Classes, options);
        Assert.Equal(result.Effects.SelectMany(effect => effect.LogitChange), again.Effects.SelectMany(effect => effect.LogitChange));
        Assert.Throws<ArgumentException>(() => Go([0, 1], options));
        Assert.Throws<ArgumentOutOfRangeException>(() => Go(Classes, options with { Draws = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Go(Classes, options with { Size = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LesionedMap(network, 6, LesionKind.Skip, 0, 1));
        Assert.Throws<OperationCanceledException>(() => Lesions.Run(network, network, network.Parameters.Classifier, x0, Classes, options, cancellation: new(true)));
        Assert.Equal(live, LiveTensors.Count);
    }

    private static LesionResult Run(LayeredNetwork network, LesionOptions options) =>
        Lesions.Run(network, network, network.Parameters.Classifier, network.Embed(Small.Pixels(30)), Classes, options);
}
