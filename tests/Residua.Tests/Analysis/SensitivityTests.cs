using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class SensitivityTests
{
    private static readonly SensitivityOptions Few = new() { SingularSamples = 3, SingularValues = 3 };

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void A_linear_network_has_powers_of_one_matrix(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(kind, layers: 12, activation: "identity"));
        Tensor k = network.Parameters.Classifier, jacobian = network.Parameters.Weights[0].Add(eye(7, dtype: float64).Mul(network.Carry));
        SensitivityResult result = Sensitivity.Run(network, k, network.Embed(Small.Pixels(4)), Few);
        double log10 = Math.Log10(Math.Abs(linalg.det(jacobian).item<double>()));
        for (int s = 0; s <= 12; s++)
        {
            Tensor product = jacobian.matrix_power(12 - s), rows = k.mm(product);
            Near((12 - s) * log10, result.MeanLog10Determinant[s]);
            Near(linalg.svdvals(rows)[0].item<double>(), result.LargestGain[s]);
            Near(rows.norm().item<double>() / Math.Sqrt(7), result.RandomGain[s]);
            Assert.All(Enumerable.Range(0, Small.Classes), c => Near(rows[c].norm().item<double>(), result.ClassGains[c][s]));
            Assert.All(Enumerable.Range(0, 3), i => Near(linalg.svdvals(product)[i].item<double>(), result.ProductSingularValues[s][i]));
        }

        Assert.All(result.Log10DeterminantDeviation, deviation => Assert.Equal(0, deviation, 1e-9));
        Assert.All(result.MeanUnsaturated, size => Assert.Equal(7, size));
        Assert.Equal(0, result.ReductionError, 1e-9);
        Assert.InRange(result.SingularValueError, 0, 1e-9);
        Measurement measurement = result.ToMeasurement(5);
        Near(6 * log10, measurement.Values["medianLog10Ratio"]);
        Assert.Equal((5, "4 test images"), (measurement.Seed, measurement.Over));
    }

    [Theory]
    [InlineData("residual", "variable", "logistic")]
    [InlineData("residual", "shared", "tanh")]
    [InlineData("perceptron", "variable", "logistic")]
    [InlineData("residual", "2+3", "softplus")]
    public void It_equals_automatic_differentiation(string kind, string weights, string activation)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(kind, weights, 5, activation));
        Tensor x0 = network.Embed(Small.Pixels(2)), k = network.Parameters.Classifier;
        SensitivityResult result = Sensitivity.Run(network, k, x0, Few with { SingularValues = 1, SingularSamples = 1 });
        using Trajectory trajectory = Rollout.Run(network, x0, 5, new() { Signals = Signals.State | Signals.Residual });
        for (int s = 0; s <= 5; s++)
        {
            Tensor[] products = [.. Enumerable.Range(0, 2).Select(n => StateJacobian(network, s == 0 ? x0[n] : trajectory[Signals.State][s - 1][n], s))];
            Tensor[] rows = [.. products.Select(product => k.mm(product))];
            Assert.All(products.Index(), one => Near(Math.Log10(Math.Abs(linalg.det(one.Item).item<double>())), result.Log10Determinants[(one.Index * 6) + s]));
            Assert.All(rows.Index(), one => Near(linalg.svdvals(one.Item)[0].item<double>(), result.LargestGains[(one.Index * 6) + s]));
            Near(linalg.svdvals(products[0])[0].item<double>(), result.ProductSingularValues[s][0]);
            Near(rows.Average(matrix => matrix[1].norm().item<double>()), result.ClassGains[1][s]);
            Near(
                rows.Index().Average(one => Along(one.Item, s == 0 ? x0[one.Index] : trajectory[Signals.Residual][s - 1][one.Index])), result.ResidualGain[s]);
        }

        static double Along(Tensor rows, Tensor direction) => (rows.mv(direction).norm() / direction.norm()).item<double>();
    }

    [Theory]
    [InlineData("relu", 0.0)]
    [InlineData("logistic", 1e-6)]
    public void Saturated_neurons_may_be_left_out_of_the_determinant(string activation, double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(weights: "variable", activation: activation));
        foreach (Tensor bias in network.Parameters.Biases)
        {
            bias.narrow(0, 1, 3).copy_(tensor(new[] { -60.0, activation == "relu" ? -60 : 60, -70 })); // f' < 1e-24
        }

        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(3)), Few with { Saturation = threshold });
        Assert.All(result.MeanUnsaturated, size => Assert.InRange(size, 1, 4));
        Assert.InRange(result.ReductionError, 0, 1e-9);
    }

    [Fact]
    public void Few_saturated_neurons_are_left_out_of_the_whole_matrix()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(weights: "variable") with { Neurons = 20 });
        network.Parameters.Weights[2].Mul_(3); // determinants that differ from 1
        foreach (Tensor bias in network.Parameters.Biases)
        {
            bias.narrow(0, 4, 1).Fill_(-12); // f' near 6e-6, which is seen where it is not left out
        }

        Tensor x0 = network.Embed(Small.Pixels(2)), classifier = network.Parameters.Classifier;
        SensitivityResult left = Sensitivity.Run(network, classifier, x0, Few with { Saturation = 1e-3 }), all = Sensitivity.Run(network, classifier, x0, Few with { Saturation = 0 });
        Assert.All(left.MeanUnsaturated, size => Assert.Equal(19, size));
        Assert.All(left.Log10Determinants.Zip(all.Log10Determinants), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.NotEqual(left.Log10Determinants[0], all.Log10Determinants[0]);
        Assert.InRange(all.ReductionError, 0, 1e-12);
    }

    [Fact]
    public void A_threshold_that_is_too_large_costs_what_the_result_says()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(2)), Few with { Saturation = 1 });
        Assert.All(result.MeanLog10Determinant, value => Assert.Equal(0, value)); // every row is taken for the identity's
        SensitivityResult exact = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(2)), Few);
        Near(exact.Log10Determinants[..6].Max(Math.Abs), result.ReductionError);
    }

    [Fact]
    public void A_perceptron_whose_neuron_is_silent_has_determinant_0()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec("perceptron", layers: 12, activation: "relu"));
        network.Parameters.Biases[0].Fill_(-100);
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(2)), Few);
        Assert.Equal([.. Enumerable.Repeat(1.0, 12), 0], result.ShareSingular);
        Assert.Equal(double.NaN, result.MeanLog10Determinant[0]);
        Assert.Equal(0, result.MeanLog10Determinant[12]);
        Assert.Equal(0, result.ReductionError);
        Assert.Equal(double.NaN, result.ToMeasurement(1).Values["medianLog10Ratio"]);
    }

    [Fact]
    public void The_derivative_survives_where_a_residual_rounds_to_1()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec("perceptron", layers: 1, precision: Precision.Float32));
        network.Parameters.Biases[0].Fill_(30);
        network.Parameters.Weights[0].copy_(eye(7));
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, zeros([1, 7]), Few);
        Near(-7 * 30 / Math.Log(10), result.MeanLog10Determinant[0]); // f'(30) = exp(-30) to first order
    }

    [Fact]
    public void With_zero_weights_every_product_is_the_identity()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        network.Parameters.Weights[0].Fill_(0);
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(1)), Few);
        Assert.All(result.ProductSingularValues.SelectMany(values => values), value => Near(1, value)); // repeated values are all found
        Assert.All(result.MeanLog10Determinant, value => Assert.Equal(0, value));
    }

    [Fact]
    public void One_neuron_is_enough()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(activation: "identity") with { Neurons = 1, Inputs = 1 });
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, rand([2, 1], float64), new());
        double factor = Math.Abs(1 + network.Parameters.Weights[0].item<double>());
        Near(5 * Math.Log10(factor), result.MeanLog10Determinant[0]);
        Near(Math.Pow(factor, 5), Assert.Single(result.ProductSingularValues[0]));
        Assert.Equal(double.NaN, result.ToMeasurement(1).Values["medianLog10Ratio"]); // it has no layer 10
    }

    [Fact]
    public void The_printed_product_is_one_factor_longer()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec(weights: "variable", activation: "identity"));
        SensitivityResult result = Sensitivity.Run(network, network.Parameters.Classifier, network.Embed(Small.Pixels(2)), Few);
        double[] layers = [.. network.Parameters.Weights.Select(weight => Math.Log10(Math.Abs(linalg.det(weight.Add(eye(7, dtype: float64))).item<double>())))];
        Near(layers[2] + layers[3], result.MedianLog10Ratio(2, 4, printed: false)); // layers 3 and 4
        Near(layers[1] + layers[2], result.MedianLog10Ratio(2, 4, printed: true));
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_and_nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(3), x0 = network.Embed(pixels), broken = empty_like(x0).Fill_(double.NaN), none = x0.narrow(0, 0, 0);
        Tensor k = network.Parameters.Classifier;
        Sensitivity.Run(network, k, x0, Few);
        long live = LiveTensors.Settled();
        Sensitivity.Run(network, k, x0, Few);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Sensitivity.Run(network, k, broken, Few)).Message);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Sensitivity.Run(network, k, none, Few)).Message);
        Assert.Contains("as many columns", Assert.Throws<ArgumentException>(() => Sensitivity.Run(network, pixels, x0, Few)).Message);
        Assert.Equal(live, LiveTensors.Count);
    }

    // ∂x(T)/∂x(s) of one state x(s) [N], by automatic differentiation of the formula.
    private static Tensor StateJacobian(LayeredNetwork network, Tensor state, int s)
    {
        Tensor rows = eye(network.Spec.Neurons, dtype: float64);
        Tensor[] gradients = [.. Enumerable.Range(0, network.Spec.Neurons).Select(i =>
        {
            Tensor leaf = state.detach().clone().requires_grad_(), x = leaf.alias();
            for (int t = s + 1; t <= network.Depth; t++)
            {
                DenseLayer layer = network.Layer(t);
                Tensor z = layer.Weight.mv(x).Add(layer.Bias!);
                Tensor y = network.ActivationName switch { "logistic" => z.sigmoid(), "tanh" => z.tanh(), _ => z.exp().log1p() };
                x = x.Mul(network.Carry).Add(y);
            }

            x[i].backward();
            return leaf.grad ?? rows[i];
        })];
        return stack(gradients);
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - (1e-9 * Math.Max(1, Math.Abs(expected))), expected + (1e-9 * Math.Max(1, Math.Abs(expected))));

    [Fact]
    public void A_silent_sample_has_no_direction_and_the_mean_is_over_the_others()
    {
        using DisposeScope scope = NewDisposeScope();
        using Residua.Tests.Dynamics.ToyMap map = new(1, "identity", new[,] { { 0.5, 0.0 }, { 0, 0.5 } }) { Depth = 2 };
        SensitivityResult result = Sensitivity.Run(map, eye(2, dtype: float64), tensor(new[,] { { 1.0, 1 }, { 0, 0 } }), Few with { SingularSamples = 0 });
        Assert.Equal([1, 1, 1], result.SilentSamples);
        Assert.Equal([2.25, 1.5, 1], result.ResidualGain, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void What_is_cancelled_leaves_nothing_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(2), x0 = network.Embed(pixels);
        long before = LiveTensors.Settled();
        Assert.Throws<OperationCanceledException>(() => LayerJacobians.Along(network, x0, new(canceled: true)));
        using (LayerJacobians jacobians = LayerJacobians.Along(network, x0))
        {
            long along = LiveTensors.Count;
            Assert.Throws<OperationCanceledException>(() => LogitRows.Backward(jacobians, network.Parameters.Classifier, (_, _) => { }, new(canceled: true)));
            Assert.Equal(along, LiveTensors.Count);
        }

        Assert.Equal(before, LiveTensors.Count);
    }
}
