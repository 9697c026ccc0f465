using Residua.Analysis;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class UnrollTests
{
    [Fact]
    public void Figures_of_a_known_map_are_what_they_must_be()
    {
        using DisposeScope scope = NewDisposeScope();
        // Residuals are the state itself, which halves: y(t) = x(0)/2ᵗ. Two classes, two samples each, two neurons.
        Tensor x0 = tensor(new[,] { { 4.0, 0.0 }, { 8.0, 0.0 }, { 0.0, 2.0 }, { 0.0, 2.0 } });
        UnrollResult result = Unroll.Run(new Halving(), x0, [0, 0, 1, 1], 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], result.Layers);
        Assert.Equal([1.5f, 0.5f, 0.75f, 0.25f], result.Mean);
        Assert.Equal([1.0, 0.5], result.MeanResidual);
        Assert.Equal([1.5f, 0, 0, 0.5f], result.FinalClassMean); // [C,N] at layer 2
        Assert.Equal([0.5f, 0, 0, 0], result.FinalClassDeviation);
        Assert.Equal(0.5 / 4, result.MeanClassDeviation[1], 1e-7);
        Assert.Equal((1.5 + 0.5) / 4, result.MeanAbsoluteChange[1], 1e-12);
        Assert.Equal([0.5, 0.5], result.ShareOfMeansAbove05); // 0.5 itself is not above
        Assert.Equal([0.5, 0], result.ShareOfMeansAbove099);
        Assert.Equal([0, 0], result.ShareOfMeansBelow001);
        Assert.Equal(1, result.ShareDifferingBetweenClasses);
    }

    [Fact]
    public void Identical_samples_do_not_deviate()
    {
        using DisposeScope scope = NewDisposeScope();
        UnrollResult result = Unroll.Run(new Halving(), ones([5, 3], float64), [0, 1, 2, 0, 1], 4, cancellation: TestContext.Current.CancellationToken);
        Assert.All(result.MeanDeviation, deviation => Assert.Equal(0, deviation));
        Assert.Equal(0, result.ShareDifferingBetweenClasses);
    }

    [Fact]
    public void A_deep_rollout_keeps_the_first_layers_the_last_and_some_between()
    {
        using DisposeScope scope = NewDisposeScope();
        UnrollResult result = Unroll.Run(new Halving(), ones([1, 1], float64), [0], 1000, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 100), result.Layers.Take(100));
        Assert.Equal(1000, result.Layers[^1]);
        Assert.InRange(result.Layers.Length, 101, 600);
    }

    [Fact]
    public void An_activity_that_overflows_is_told_as_such()
    {
        using DisposeScope scope = NewDisposeScope();
        UnrollResult result = Unroll.Run(new Growing(), ones([2, 3], float32), [0, 1], 60, cancellation: TestContext.Current.CancellationToken);
        Assert.True(double.IsFinite(result.MeanClassDeviation[0]));
        Assert.True(double.IsNaN(result.MeanClassDeviation[^1]));
        Assert.True(double.IsNaN(result.ShareOfMeansAbove05[^1]));
        Assert.True(double.IsNaN(result.ShareDifferingBetweenClasses));
    }

    [Fact]
    public void A_neuron_that_overflows_alone_is_told_whichever_it_is_and_a_class_without_samples_does_not_count()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = tensor(new[,] { { 1.0, 1e308 }, { 1, 1e308 }, { 2, 1 }, { 2, 1 } });
        UnrollResult result = Unroll.Run(new Growing(), x0, [0, 0, 2, 2], 2, cancellation: TestContext.Current.CancellationToken);
        Assert.True(double.IsNaN(result.ShareDifferingBetweenClasses)); // neuron 1 of class 0 is infinite
        Assert.True(double.IsNaN(result.MeanClassDeviation[^1]));
        Assert.True(double.IsNaN(result.MeanDeviation[^1]));
        UnrollResult whole = Unroll.Run(new Halving(), ones([4, 2], float64), [0, 0, 2, 2], 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, whole.MeanClassDeviation[^1]); // over classes 0 and 2
        Assert.Equal(0, whole.ShareDifferingBetweenClasses);
    }

    [Fact]
    public void No_samples_and_no_layers_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Unroll.Run(new Halving(), ones([0, 2]), [], 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Unroll.Run(new Halving(), ones([1, 2]), [0], 0));
    }

    private sealed class Growing : IDepthMap
    {
        public int Depth => 2;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer)
        {
            Tensor ten = state.Mul(10);
            return new(ten, ten.clone(), ten.clone());
        }
    }

    private sealed class Halving : IDepthMap
    {
        public int Depth => 2;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer)
        {
            Tensor half = state.Div(2);
            return new(half, half.clone(), half.clone());
        }
    }
}
