using Residua.Networks;
using Residua.Numerics;
using Residua.Pruning;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Pruning;

public sealed class ClassifierRefitTests
{
    [Theory]
    [InlineData(Precision.Float64, 1)]
    [InlineData(Precision.Float64, 2)]
    [InlineData(Precision.Float32, 3)]
    public void It_never_ends_above_the_loss_it_started_from(Precision precision, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(precision: precision), seed);
        (Tensor states, Tensor labels) = Samples(network, 60, seed);
        double before = Loss(network.Logits(states), labels);
        foreach (int passes in new[] { 1, 2, 5, 200 })
        {
            using RefittedClassifier fitted = Fit(network, states, labels, new() { Passes = passes });
            Assert.Equal(before, fitted.LossBefore, 1e-5);
            Assert.True(fitted.LossAfter <= fitted.LossBefore);
            Assert.Equal(fitted.LossAfter, Loss(fitted.Logits(states), labels), 1e-5);
            Assert.InRange(fitted.Passes, 1, passes);
            Assert.Equal(passes > 1, fitted.LossAfter < fitted.LossBefore);
        }
    }

    [Fact]
    public void It_reaches_the_minimum_where_the_gradient_vanishes()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        (Tensor states, Tensor labels) = Samples(network, 60, 1);
        RefitOptions options = new() { Passes = 500, Penalty = 0.01 };
        using RefittedClassifier fitted = Fit(network, states, labels, options);
        Tensor weight = fitted.Weight.clone().requires_grad_(true), bias = fitted.Bias!.clone().requires_grad_(true);
        Tensor objective = nn.functional.cross_entropy(states.mm(weight.t()).Add(bias), labels).Add((weight - network.Parameters.Classifier).Square().sum().Add((bias - network.Parameters.ClassifierBias!).Square().sum()).Mul(options.Penalty / 2));
        objective.backward();
        Assert.InRange(weight.grad!.abs().max().item<double>(), 0, 1e-4);
        Assert.InRange(bias.grad!.abs().max().item<double>(), 0, 1e-4);
    }

    [Fact]
    public void It_is_deterministic_and_leaves_what_it_was_given_and_no_tensor()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        (Tensor states, Tensor labels) = Samples(network, 30, 1);
        using (states)
        using (labels)
        {
            using Tensor classifier = network.Parameters.Classifier.clone();
            long live = LiveTensors.Settled();
            using (RefittedClassifier first = Fit(network, states, labels, new()), second = Fit(network, states, labels, new()))
            {
                Assert.Equal(live + 4, LiveTensors.Count);
                Assert.True(Small.BitsEqual(first.Weight, second.Weight));
                Assert.True(Small.BitsEqual(first.Bias!, second.Bias!));
            }

            Assert.Equal(live, LiveTensors.Count);
            Assert.True(Small.BitsEqual(classifier, network.Parameters.Classifier));
        }
    }

    private static RefittedClassifier Fit(LayeredNetwork network, Tensor states, Tensor labels, RefitOptions options) =>
        ClassifierRefit.Fit(states, labels, network.Parameters.Classifier, network.Parameters.ClassifierBias, options);

    private static (Tensor States, Tensor Labels) Samples(LayeredNetwork network, int count, int seed)
    {
        using Tensor pixels = Small.Pixels(count, seed, network.Type);
        return (network.Embed(pixels), tensor(Enumerable.Range(0, count).Select(i => (long)(i * i % Small.Classes)).ToArray()));
    }

    private static double Loss(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits.to(float64), labels).item<double>();
}
