using Residua.Analysis;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class SensitiveNeuronsTests
{
    [Fact]
    public void Finds_the_largest_weight_and_follows_its_neuron_by_class()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor classifier = tensor(new[,] { { 0.1, 0.9, -2.0 }, { 0.7, 0.2, 0.3 } });
        // x(t) = x(0) + t: neuron 1 is 5 + t for class 0 and 1 + t for class 1; neuron 0 is 3 + t for both.
        Tensor x0 = tensor(new[,] { { 3.0, 4, 0 }, { 3.0, 6, 0 }, { 3.0, 1, 0 } });
        (SensitiveNeuronsResult signed, SensitiveNeuronsResult magnitude) = SensitiveNeurons.Find(new Counting(), classifier, x0, [0, 0, 1], TestContext.Current.CancellationToken);
        Assert.Equal([1, 0], signed.Neurons);
        Assert.Equal([0.9, 0.7], signed.ClassifierWeights);
        Assert.Equal([2, 1], signed.Samples);
        Assert.Equal([1, 2, 3], signed.Layers);
        Assert.Equal([6, 7, 8, 2, 3, 4, 4, 5, 6, 4, 5, 6], signed.Cumulative); // neuron of class 0: class 0, class 1; then of class 1
        Assert.All(signed.Residual, y => Assert.Equal(1, y));
        Assert.Equal([true, false], signed.OwnClassLargest); // a tie is not the largest

        Assert.Equal([2, 0], magnitude.Neurons);
        Assert.Equal([-2.0, 0.7], magnitude.ClassifierWeights);
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6], magnitude.Cumulative); // neuron 2 is t, for both
        Assert.Equal((false, true), (signed.ByMagnitude, magnitude.ByMagnitude));
    }

    [Fact]
    public void A_class_without_samples_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => SensitiveNeurons.Find(new Counting(), ones([3, 2], float64), ones([2, 2], float64), [0, 2]));
        Assert.Contains("Class 1", failure.Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_refused_and_it_can_be_ended(double broken)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor whole = ones([2, 2], float64), spoilt = tensor(new[,] { { 1, broken }, { 1.0, 1.0 } });
        Assert.Contains("classifier", Assert.Throws<ArgumentException>(() => SensitiveNeurons.Find(new Counting(), spoilt, whole, [0, 1])).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => SensitiveNeurons.Find(new Counting(), whole, spoilt, [0, 1])).Message);
        Assert.Throws<OperationCanceledException>(() => SensitiveNeurons.Find(new Counting(), whole, whole, [0, 1], new(true)));
    }

    [Fact]
    public void Balanced_samples_hold_as_many_of_each_class_without_repeats()
    {
        Residua.Data.ImageSet images = Small.Images(30), chosen = Samples.Balanced(images, 4, 1), all = Samples.Balanced(images, 99, 1);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], chosen.Labels);
        Assert.Equal(12, Enumerable.Range(0, 12).Select(i => Convert.ToHexString(chosen.Image(i))).Distinct().Count());
        Assert.Equal(30, all.Count);
        Assert.Equal(chosen.Pixels, Samples.Balanced(images, 4, 1).Pixels);
        Assert.NotEqual(chosen.Pixels, Samples.Balanced(images, 4, 2).Pixels);
        Residua.Data.ImageSet fewer = Samples.Balanced(images, 2, 1);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(chosen.Image((4 * (i / 2)) + (i % 2)), fewer.Image(i))); // the first two of each class
    }

    private sealed class Counting : IDepthMap
    {
        public int Depth => 3;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer) => new(state.Add(1), ones_like(state), zeros_like(state));
    }
}
