using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class NoiseFlowTests
{
    private const string Steps = "eq. 5, a step a layer", Flow = "eq. 5, the flow", Map = "first order of the map";

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "shared")]
    [InlineData("perceptron", "variable")]
    public void Small_noise_follows_the_first_order_of_the_network(string kind, string weights)
    {
        NoiseFlowResult result = Measure(Small.Spec(kind, weights), [1e-5, 0.5]);
        string exact = kind == "residual" ? Map : "first order with W";
        NoisePrediction small = Form(result, 0, exact), large = Form(result, 1, exact);
        Assert.All(small.RelativeError, error => Assert.InRange(error, 0, 1e-4));
        Assert.All(small.Cosine, cosine => Assert.Equal(1, cosine, 1e-6));
        Assert.Null(small.BreaksAt);
        Assert.True(large.RelativeError[^1] > 1000 * small.RelativeError[^1]);
        Assert.Equal(result.Amplitudes[0].Norm[1], small.Norm[0]);
        Assert.Equal((kind == "perceptron", 5, 4, weights == "variable"), (result.Perceptron, result.Depth, result.Samples, result.VariableWeights));
        Assert.Equal(kind == "perceptron", result.LinesDifference is null);
        Assert.True(result.LinesDifference is null or < 1e-9); // ξ is small beside y, so F(y+ξ) - F(y) loses digits
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void Samples_run_in_parts_give_the_same(string kind)
    {
        using LayeredNetwork network = LayeredNetwork.Create(Small.Spec(kind), 1, CPU);
        using Tensor pixels = Small.Pixels(7);
        NoiseFlowOptions options = new() { Amplitudes = [0.01, 0.5] };
        NoiseFlowResult whole = NoiseFlow.Measure(network, network.Embed, pixels, options, cancellation: TestContext.Current.CancellationToken);
        NoiseFlowResult parts = NoiseFlow.Measure(network, network.Embed, pixels, options with { SamplesAtOnce = 3 }, cancellation: TestContext.Current.CancellationToken);
        foreach ((NoiseFlowAmplitude one, NoiseFlowAmplitude other) in whole.Amplitudes.Zip(parts.Amplitudes))
        {
            Assert.Equal(one.ShareFalling, other.ShareFalling);
            Same(one.Norm, other.Norm);
            foreach ((NoisePrediction form, NoisePrediction same) in one.Predictions.Zip(other.Predictions))
            {
                Same(form.Norm, same.Norm);
                Same(form.RelativeError, same.RelativeError);
                Same(form.Cosine, same.Cosine);
                Same(form.OneLayerError, same.OneLayerError);
            }
        }

        // But for rounding, which a prediction that has left the noise carries on.
        static void Same(double[] expected, double[] actual) => Assert.All(
            expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, double.IsFinite(pair.First) ? 1e-6 * (1 + Math.Abs(pair.First)) : 0));
    }

    [Fact]
    public void The_second_order_with_W_is_better_than_the_first_and_the_printed_ones_are_wrong()
    {
        NoiseFlowResult result = Measure(Small.Spec("perceptron"), [0.1]);
        Assert.True(Form(result, 0, "second order with W").RelativeError[1] < Form(result, 0, "first order with W").RelativeError[1] / 2);
        Assert.True(Form(result, 0, "eq. 7 as printed").RelativeError[1] > 0.5);
        Assert.Equal(2, Form(result, 0, "eq. 7 as printed").BreaksAt);
    }

    [Fact]
    public void In_one_unsaturated_neuron_of_weak_weights_the_flow_is_the_network()
    {
        // One step of the flow and one layer differ in the order of W²: with W = 0.001 by some 1e-3 of the noise's change.
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Network(tensor(new[,] { { 1e-3 } }), "residual", layers: 4);
        NoiseFlowResult result = NoiseFlow.Measure(
            network, network.Embed, tensor(new[,] { { 0.3 } }), new() { Amplitudes = [0.5] }, cancellation: TestContext.Current.CancellationToken);
        Assert.All(new[] { Steps, Flow }, form => Assert.All(Form(result, 0, form).RelativeError, error => Assert.InRange(error, 0, 1e-2)));
    }

    [Fact]
    public void Zero_weights_carry_no_noise()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Network(zeros([2, 2], float64), "perceptron", layers: 3);
        NoiseFlowResult result = NoiseFlow.Measure(
            network, network.Embed, rand([3, 2], float64, CPU), new() { Amplitudes = [0.1] }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.Amplitudes[0].Norm[0] > 0);
        Assert.Equal([0, 0, 0], result.Amplitudes[0].Norm[1..]);
        Assert.Equal(1, result.Amplitudes[0].ShareFalling); // 0 is as low as it gets
        Assert.All(Form(result, 0, "first order with W").RelativeError, error => Assert.Equal(0, error)); // none where none is
        Assert.Equal([0, 0, 0], result.Conditions!.LargestSingularValue);
    }

    [Fact]
    public void Noise_that_has_fallen_to_rounding_has_fallen()
    {
        // Each layer takes it down by 1/400; after six it is below what float64 tells of y = 1/2.
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Network(eye(3, dtype: float64).Mul(0.01), "perceptron", layers: 12);
        NoiseFlowResult result = NoiseFlow.Measure(
            network, network.Embed, rand([20, 3], float64, CPU), new() { Amplitudes = [0.001] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Amplitudes[0].ShareFalling);
    }

    [Theory]
    [InlineData(3.9, 1, true)]  // ‖DW‖₂ ≤ ¼ · 3.9 < 1: it falls whatever the sample
    [InlineData(40, 0, false)]
    public void Noise_falls_at_every_layer_where_the_singular_value_is_below_one(double gain, double share, bool falls)
    {
        using DisposeScope scope = NewDisposeScope();
        // Half of the input's range maps to z around 0, where f' = ¼: b = -gain/2.
        using LayeredNetwork network = Network(eye(3, dtype: float64).Mul(gain), "perceptron", layers: 4, bias: -gain / 2);
        NoiseFlowResult result = NoiseFlow.Measure(
            network, network.Embed, empty([5, 3], float64).Fill_(0.5), new() { Amplitudes = [0.001] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(share, result.Amplitudes[0].ShareFalling);
        Assert.Equal(falls, result.Amplitudes[0].Growth.Max() < 1);
        Assert.Equal(gain / 4, result.Conditions!.LargestSingularValue[0], 1e-6);
        Assert.Equal(gain / 4, result.Conditions.Radius[0], 1e-6);
        Assert.Equal(5, result.Conditions.Samples);
        Measurement measurement = result.SmallNoise(2)!;
        Assert.Equal((2, share), (measurement.Seed, measurement.Values["shareFalling"]));
        Assert.Equal(result.Amplitudes[0].Growth.Max(), measurement.Values["largestMeanGrowth"]);
        Assert.Equal(falls ? Verdict.Reproduced : Verdict.NotReproduced, ClaimResult.From(Claims.All.Single(claim => claim.Id == "C15"), [measurement]).Verdict);
    }

    [Fact]
    public void C15_is_measured_of_a_perceptron_at_a_thousandth_only()
    {
        Assert.Null(Measure(Small.Spec(), [0.001]).SmallNoise(1));
        Assert.Null(Measure(Small.Spec("perceptron"), [0.01]).SmallNoise(1));
    }

    [Fact]
    public void Finer_steps_of_the_flow_change_little()
    {
        NoiseFlowOptions options = new() { Amplitudes = [0.1] };
        double[] coarse = Form(Measure(Small.Spec(), options with { StepsPerLayer = 4 }), 0, Flow).Norm, fine = Form(Measure(Small.Spec(), options with { StepsPerLayer = 8 }), 0, Flow).Norm;
        Assert.All(coarse.Zip(fine), pair => Assert.Equal(1, pair.First / pair.Second, 1e-4));
    }

    [Fact]
    public void Other_networks_and_broken_input_are_refused()
    {
        Assert.Contains("this network has tanh", Assert.Throws<ArgumentException>(() => Measure(Small.Spec(activation: "tanh"), [0.1])).Message);
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => Measure(Small.Spec(), [-1])).Message);
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor broken = empty([2, 6], float64).Fill_(double.PositiveInfinity);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(
            () => NoiseFlow.Measure(network, network.Embed, broken, new(), cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void No_tensor_is_left(string kind)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind, "variable"));
        using Tensor pixels = Small.Pixels(3);
        long before = LiveTensors.Settled();
        NoiseFlow.Measure(network, network.Embed, pixels, new() { Amplitudes = [0.1] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(before, LiveTensors.Count);
    }

    private static NoisePrediction Form(NoiseFlowResult result, int amplitude, string name) => result.Amplitudes[amplitude].Predictions.Single(prediction => prediction.Form == name);

    private static NoiseFlowResult Measure(NetworkSpec spec, double[] amplitudes) => Measure(spec, new NoiseFlowOptions { Amplitudes = amplitudes });

    private static NoiseFlowResult Measure(NetworkSpec spec, NoiseFlowOptions options)
    {
        using LayeredNetwork network = Small.Network(spec);
        using Tensor pixels = Small.Pixels(4);
        return NoiseFlow.Measure(network, network.Embed, pixels, options, cancellation: TestContext.Current.CancellationToken);
    }

    private static LayeredNetwork Network(Tensor weight, string kind, int layers, double bias = 0)
    {
        int neurons = (int)weight.shape[0];
        NetworkSpec spec = Small.Spec(kind, layers: layers) with { Neurons = neurons, Inputs = neurons };
        return LayeredNetwork.Create(spec, NetworkParameters.FromTensors(spec, new Dictionary<string, Tensor>
        {
            ["layers.0.weight"] = weight,
            ["layers.0.bias"] = empty(neurons, float64).Fill_(bias),
            ["classifier.weight"] = zeros([3, neurons], float64),
            ["classifier.bias"] = zeros(3, float64),
        }, CPU));
    }
}
