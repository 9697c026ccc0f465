using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using Residua.Tests.Extensions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class LogitAttributionTests
{
    [Theory]
    [InlineData("shared", "logistic", true)]
    [InlineData("variable", "tanh", true)]
    [InlineData("3+2", "relu", false)]
    public void Parts_add_up_to_the_logits_and_readouts_are_those_of_the_states(string weights, string activation, bool bias)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: weights, activation: activation, bias: bias));
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = network.Embed(Small.Pixels(4));
        AddsUp(network, x0);
    }

    [Fact]
    public void A_network_that_carries_on_a_share_of_its_state_is_split_too()
    {
        NetworkSpec spec = Small.Spec();
        using LayeredNetwork network = new LeakyNetwork(spec, NetworkParameters.Initialize(spec, 1, CPU));
        Assert.NotInRange(network.Carry, 0.99, 1.01);
        using DisposeScope scope = NewDisposeScope();
        AddsUp(network, network.Embed(Small.Pixels(4)));
    }

    private static void AddsUp(LayeredNetwork network, Tensor x0)
    {
        using Trajectory trajectory = Rollout.Run(network, x0, network.Depth, new() { Signals = Signals.State });
        NetworkParameters parameters = network.Parameters;
        (Tensor parts, Tensor readouts) = LogitAttribution.Split(network, parameters.Classifier, parameters.ClassifierBias, x0);
        Assert.Equal([4L, 6, 3], parts.shape);
        Tensor sum = parts.sum(1), logits = network.Logits(trajectory.FinalState);
        sum = parameters.ClassifierBias is { } c ? sum.Add(c) : sum;
        Assert.InRange(Small.RelativeDifference(sum, logits), 0, 1e-12);
        Assert.InRange(Small.RelativeDifference(readouts.select(1, 0), network.Logits(x0)), 0, 1e-12);
        for (int t = 1; t <= 5; t++)
        {
            Assert.InRange(Small.RelativeDifference(readouts.select(1, t), network.Logits(trajectory[Signals.State].select(0, t - 1))), 0, 1e-12);
        }
    }

    [Fact]
    public void Margins_decisions_and_cancellation_are_counted_as_defined()
    {
        // Every layer adds (1, 2) to x; logits are (x0 + c0, x1, -9), so that class 1 catches up with class 0 by 1 a layer.
        using DisposeScope scope = NewDisposeScope();
        Tensor classifier = tensor(new[,] { { 1.0, 0 }, { 0, 1 }, { 0, 0 } }), bias = tensor(new[] { 0.5, 0, -9 });
        Tensor x0 = tensor(new[,] { { 1.0, 0 }, { 1, 0 }, { 5, 0 } });
        LogitAttributionResult result = LogitAttribution.Run(new Adding(), classifier, bias, x0, [1, 0, 0]);
        Assert.Equal([0, 1, 2, 3], result.Layers);
        Assert.Equal([2, 1, 0], result.Samples);

        // Sample 0 of class 1: lead of class 0 1.5, 0.5, -0.5, -1.5 by layer, so decided at 2. Sample 2: 5.5 to 2.5, decided at 0.
        Assert.Equal([1, 1, 0], result.Predictions);
        Assert.Equal([2, 2, 0], result.DecisionLayers);
        Assert.Equal([1, 0, 2, 0], result.Decided);
        Assert.Equal(2, result.MedianDecision);
        Assert.Equal([2 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0], result.Accuracy); // sample 0 from layer 2 on, sample 1 before, sample 2 always

        Assert.Equal([-1, 1, 1, 1, 1, -1, -1, -1, 5, -1, -1, -1], result.Margins);
        Assert.Equal([1 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0], result.ShareNegative);
        Assert.Equal([0.25, 0.75, 0.375], result.Cancelling);
        Assert.Equal(1.375 / 3, result.MeanCancelling, 1e-15);
        Assert.Equal([0, 1, -1], result.LargestLayer);
        Assert.Equal([2, 1, 0, 0], result.Largest);
        Assert.Equal([3, -1, -1, -1, -1, 1, 1, 1, double.NaN, double.NaN, double.NaN, double.NaN], result.MarginContribution);
        Assert.Equal([0, 2, 2, 2, 1, 1, 1, 1], result.OtherContribution[..8]);
        Assert.Equal([0, 0.5], result.OtherBias[..2]);
        Assert.Equal([3, 1, 1, 1, 0, 2, 2, 2, 0, 0, 0, 0], result.Contribution[..12]); // samples of class 0: their logits 0, 1, 2
    }

    [Fact]
    public void More_samples_than_a_batch_change_nothing()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(1003), x0 = network.Embed(pixels);
        int[] classes = [.. Enumerable.Range(0, 1003).Select(i => i % 3)];
        NetworkParameters parameters = network.Parameters;
        long before = LiveTensors.Settled();
        LogitAttributionResult all = LogitAttribution.Run(network, parameters.Classifier, parameters.ClassifierBias, x0, classes);
        Assert.Equal(before, LiveTensors.Count);
        using Tensor last = x0.narrow(0, 1002, 1);
        LogitAttributionResult one = LogitAttribution.Run(network, parameters.Classifier, parameters.ClassifierBias, last, [0]);
        Assert.All(one.Margins.Zip(all.Margins[^6..]), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(1003, all.Decided.Sum());
        using Tensor logits = network.Forward(pixels), right = logits.argmax(1);
        Assert.Equal(right.data<long>().ToArray().Select(c => (int)c), all.Predictions);
    }

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        using LayeredNetwork perceptron = Small.Network(Small.Spec("perceptron")), network = Small.Network(Small.Spec());
        using Tensor x0 = ones([1, 7], float64), wrong = empty([1, 7], float64).Fill_(double.NaN);
        ArgumentException Refused(LayeredNetwork of, Tensor x) =>
            Assert.Throws<ArgumentException>(() => LogitAttribution.Run(of, of.Parameters.Classifier, null, x, [0]));
        Assert.Contains("carries no state", Refused(perceptron, x0).Message);
        Assert.Contains("not finite", Refused(network, wrong).Message);
    }

    private sealed class Adding : IDenseMap
    {
        public int Depth => 3;

        public bool IsAutonomous => true;

        public double Carry => 1;

        public string ActivationName => "none";

        public LayerStep Step(Tensor state, int layer)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor y = zeros_like(state).Add(tensor(new[] { 1.0, 2.0 }));
            return new(state.Add(y).MoveToOuterDisposeScope(), y.MoveToOuterDisposeScope(), zeros_like(state).MoveToOuterDisposeScope());
        }

        public DenseLayer Layer(int layer) => throw new NotSupportedException();

        public Tensor Activate(Tensor z) => throw new NotSupportedException();

        public Tensor Derivative(Tensor z, Tensor y) => throw new NotSupportedException();
    }
}
