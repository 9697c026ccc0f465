using Residua.Data;
using Residua.Networks;
using Residua.Pruning;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Pruning;

public sealed class PrunerTests
{
    private static readonly ImageSet s_fit = Small.Images(60), s_held = Small.Images(45, 8);

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "2+3v")]
    public void What_is_left_is_the_composition_of_the_layers_kept(string kind, string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights)), before = network.Clone();
        (LayeredNetwork pruned, PruneResult result) = Pruner.Run(network, s_fit, s_held, new() { Layers = 3 });
        using LayeredNetwork expected = LayerSurgery.Keep(network, [1, 2, 3]);
        Tensor pixels = Small.Pixels(5);
        Assert.Equal(expected.Spec, pruned.Spec);
        Assert.True(Small.BitsEqual(expected.Forward(pixels), pruned.Forward(pixels)));
        Assert.Equal([1, 2, 3], result.Kept);
        Assert.Equal(Evaluation.Measure(pruned, s_held).Error, result.HeldBackErrorAfter, 1e-12);
        Assert.Equal(Evaluation.Measure(network, s_held).Error, result.HeldBackErrorBefore, 1e-12);
        Assert.All(before.Parameters.All.Zip(network.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
        pruned.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_leaves_the_fewest_layers_within_the_error(bool refit)
    {
        using LayeredNetwork network = Trained();
        foreach (double increase in new[] { 0, 0.1, 0.5, 1 })
        {
            (LayeredNetwork pruned, PruneResult result) = Pruner.Run(network, s_fit, s_held, new() { MaxErrorIncrease = increase, Refit = refit });
            using (pruned)
            {
                Assert.True(result.HeldBackErrorAfter <= result.HeldBackErrorBefore + increase + 1e-9);
                bool asItWas = result.TriedLayers.Length > network.Depth; // no fitted classifier was within the limit
                Assert.All(result.TriedErrors[..^1], error => Assert.True(error > result.HeldBackErrorBefore + increase));
                Assert.Equal([.. Enumerable.Range(1, pruned.Depth), .. asItWas ? [network.Depth] : Array.Empty<int>()], result.TriedLayers);
                Assert.Equal(refit && !asItWas, result.FitLossAfter <= result.FitLossBefore);
                Assert.Equal(result.HeldBackErrorAfter, Evaluation.Measure(pruned, s_held).Error, 1e-12);
            }
        }
    }

    [Fact]
    public void The_same_gives_the_same_bit_for_bit()
    {
        using LayeredNetwork network = Trained();
        PruneOptions options = new() { Layers = 2, Refit = true, Criterion = DropCriterion.Lesion };
        (LayeredNetwork first, PruneResult one) = Pruner.Run(network, s_fit, s_held, options);
        (LayeredNetwork second, PruneResult other) = Pruner.Run(network, s_fit, s_held, options);
        using (first)
        using (second)
        {
            Assert.All(first.Parameters.All.Zip(second.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
            Assert.Equal(one.Kept, other.Kept);
            Assert.Equal(one.FitLossAfter, other.FitLossAfter);
        }
    }

    [Fact]
    public void It_leaves_no_tensor_but_the_network_it_returns()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        long live = LiveTensors.Settled();
        Pruner.Run(network, s_fit, s_held, new() { MaxErrorIncrease = 0.1, Refit = true, Criterion = DropCriterion.Sensitivity }).Network.Dispose();
        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        Assert.Contains("1 to 5", Assert.Throws<ArgumentException>(() => Pruner.Run(network, s_fit, s_held, new() { Layers = 6 })).Message);
        Assert.Contains("0 or more", Assert.Throws<ArgumentException>(() => Pruner.Run(network, s_fit, s_held, new() { MaxErrorIncrease = -0.1 })).Message);
    }

    [Fact]
    public void Images_are_held_back_from_those_not_trained_on_where_there_are_any()
    {
        ImageSet train = Small.Images(60);
        HeldBack validation = HeldBack.Of(train, new() { Limit = 50, Validation = 10 }, 3, 1000);
        (ImageSet rest, ImageSet own) = train.Take(50).Split(10, 3); // as training splits them
        Assert.Equal((HeldBackKind.Validation, 10), (validation.Kind, validation.Images.Count));
        Assert.Equal(own.Pixels, validation.Images.Pixels);
        Assert.Equal(rest.Pixels, validation.Fit.Pixels);

        HeldBack beyond = HeldBack.Of(train, new() { Limit = 50 }, 3, 7);
        Assert.Equal((HeldBackKind.BeyondLimit, 7, 50), (beyond.Kind, beyond.Images.Count, beyond.Fit.Count));
        Assert.Equal(train.Image(50).ToArray(), beyond.Images.Image(0).ToArray());

        Assert.Equal((HeldBackKind.TrainedOn, 12, 48), Counts(HeldBack.Of(train, new(), 3, 1000)));
        Assert.Equal((HeldBackKind.Unknown, 5, 55), Counts(HeldBack.Of(train, null, 3, 5)));

        static (HeldBackKind, int, int) Counts(HeldBack held) => (held.Kind, held.Images.Count, held.Fit.Count);
    }

    private static LayeredNetwork Trained()
    {
        using LayeredNetwork start = Small.Network(Small.Spec(weights: "variable"));
        return Trainer.Run(start, s_fit, s_held, new() { Epochs = 4, Batch = 10, LearningRate = 0.02, WarmupSteps = 0 }, 1, null, new Silent());
    }

    private sealed class Silent : ITrainingObserver
    {
        public void OnStep(TrainingProgress progress)
        {
        }

        public void OnEpoch(EpochMetrics metrics)
        {
        }

        public void OnCheckpoint(Checkpoint checkpoint)
        {
        }
    }
}
