using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using Residua.Tests.Dynamics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class TransientMeasuresTests
{
    [Fact]
    public void A_matrix_that_is_not_normal_amplifies_before_it_decays()
    {
        // A^t = [[0.5^t, 8 t 0.5^(t-1)], [0, 0.5^t]]
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { 0.5, 8.0 }, { 0, 0.5 } });
        TransientResult result = TransientMeasures.Measure(map, ones([1, 2], float64), 60, new() { AmplificationLayers = 12 });
        for (int t = 1; t <= 12; t++)
        {
            Tensor power = tensor(new[,] { { Math.Pow(0.5, t), 8 * t * Math.Pow(0.5, t - 1) }, { 0, Math.Pow(0.5, t) } });
            Assert.Equal(Math.Log(linalg.svdvals(power).max().item<double>()), result.StateAmplification[0][t - 1], 1e-8);
        }

        Assert.Equal(result.StateAmplification[0][0], result.MapReactivity[0]);
        Assert.Equal(0.5 + (8 / 2.0) - 1, result.FlowReactivity[0], 1e-12); // of A - I
        Assert.Equal(result.StateAmplification[0].Max(), result.MaximalAmplification[0]);
        Assert.Equal(1, result.MaximalAmplificationLayer[0]); // 8 t 0.5^(t-1) is 8 at 1 and 2, the diagonal decides
        Assert.Equal(7, result.StateReturnLayer[0]); // 8 · 7 / 64 < 1 ≤ 8 · 6 / 32
        Assert.Equal(2, result.ResidualReturnLayer[0]);
    }

    [Fact]
    public void What_only_decays_is_never_amplified_and_converges_when_it_says()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { 0.5, 0 }, { 0, 0.25 } });
        TransientResult result = TransientMeasures.Measure(map, tensor(new[,] { { 1.0, 0 }, { 0, 0 } }), 30, new() { ConvergenceTolerance = 0.01 });
        Assert.Equal([0, 0], result.MaximalAmplification);
        Assert.Equal([0, 0], result.MaximalAmplificationLayer);
        Assert.Equal(new int?[] { 1, 1 }, result.StateReturnLayer);
        Assert.Equal(Math.Log(0.5), result.MapReactivity[0], 1e-9);
        Assert.Equal(-0.5, result.FlowReactivity[0], 1e-12);
        Assert.Equal(new int?[] { 6, 2 }, result.ConvergenceLayer); // |y(t) - y(t-1)| / 2 = 0.5^(t+1) ≤ 0.01 from t = 6
    }

    [Fact]
    public void A_few_quiet_layers_at_the_end_are_no_convergence()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { 0.5 } });
        TransientOptions options = new() { ConvergenceTolerance = Math.Pow(0.5, 19) }; // |y(t) - y(t-1)| = 0.5^t from t = 19 on
        Assert.Equal(19, TransientMeasures.Measure(map, ones([1, 1], float64), 21, options).ConvergenceLayer[0]);
        Assert.Null(TransientMeasures.Measure(map, ones([1, 1], float64), 30, options with { ConvergenceTolerance = Math.Pow(0.5, 29) }).ConvergenceLayer[0]);
    }

    [Fact]
    public void What_moves_for_ever_does_not_converge()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { -1.0 } });
        TransientResult result = TransientMeasures.Measure(map, ones([1, 1], float64), 30, new());
        Assert.Null(result.ConvergenceLayer[0]);
        Assert.Null(result.StateReturnLayer[0]);
        Assert.Null(result.ResidualReturnLayer[0]);
    }

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "variable")]
    public void Amplification_is_the_largest_singular_value_of_the_product_of_jacobians(string kind, string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        Tensor x0 = network.Embed(Small.Pixels(3)), product = eye(7, dtype: float64), state = x0[0].unsqueeze(0);
        TransientResult result = TransientMeasures.Measure(network, x0, 5, new() { AmplificationSamples = 1, AmplificationLayers = 5 });
        for (int t = 1; t <= 5; t++)
        {
            LayerStep step = network.Step(state, t);
            Tensor jacobian = network.Derivative(step.PreActivation, step.Residual).t() * network.Layer(t).Weight;
            Assert.Equal(Math.Log(linalg.svdvals(jacobian.mm(product)).max().item<double>()), result.ResidualAmplification[0][t - 1], 1e-3);
            product = jacobian.Add(eye(7, dtype: float64).Mul(network.Carry)).mm(product);
            Assert.Equal(Math.Log(linalg.svdvals(product).max().item<double>()), result.StateAmplification[0][t - 1], 1e-3);
            state = step.State;
        }
    }

    [Fact]
    public void No_weights_and_one_neuron_are_no_trouble_and_broken_states_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap none = new(1, "logistic", new[,] { { 0.0 } }), dead = new(0, "identity", new[,] { { 0.0 } });
        TransientResult result = TransientMeasures.Measure(none, ones([1, 1], float64), 10, new() { AmplificationLayers = 3 });
        Assert.Equal([0, 0, 0], result.StateAmplification[0]);
        Assert.Equal(double.NegativeInfinity, result.ResidualAmplification[0][0]);
        Assert.Equal(2, result.ConvergenceLayer[0]);
        Assert.Equal(double.NegativeInfinity, TransientMeasures.Measure(dead, ones([1, 1], float64), 10, new()).MapReactivity[0]);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => TransientMeasures.Measure(none, empty([1, 1]).Fill_(double.NaN), 3, new())).Message);
        Assert.Contains("at least one sample", Assert.Throws<ArgumentException>(() => TransientMeasures.Measure(none, zeros([0, 1], float64), 3, new())).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(2), x0 = network.Embed(pixels);
        TransientMeasures.Measure(network, x0, 4, new());
        long before = LiveTensors.Settled();
        TransientMeasures.Measure(network, x0, 4, new());
        Assert.Equal(before, LiveTensors.Count);
    }
}
