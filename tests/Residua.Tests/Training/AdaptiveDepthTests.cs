using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

public sealed class AdaptiveDepthTests
{
    private static readonly TrainingSpec s_fixed = new() { Epochs = 6, Batch = 7, LearningRate = 0.02, WarmupSteps = 3, Decay = 0.01 };

    // Every δ is below it: a layer an epoch.
    private static readonly AdaptiveDepthSpec s_eager = new() { Threshold = 10, Samples = 30 };

    [Theory]
    [InlineData("shared")]
    [InlineData("variable")]
    [InlineData("2+3v")]
    public void Layers_go_after_each_epoch_but_the_last_and_what_stays_keeps_its_weights_and_moments(string weights)
    {
        Recorder plain = new(), adaptive = new();
        using LayeredNetwork whole = Train(s_fixed, plain, weights), pruned = Train(s_fixed with { AdaptiveDepth = s_eager with { MinLayers = weights == "2+3v" ? 1 : 2 } }, adaptive, weights);
        Assert.Equal(2, pruned.Depth); // 5 - 3, or 1 + 1
        DepthRecord[] records = [.. adaptive.Epochs.Skip(1).Select(metrics => metrics.Depth!)];
        Assert.Equal(5, records[0].Layers);
        Assert.Equal(DepthAction.Kept, records[^1].Action);
        Assert.All(records.Zip(records.Skip(1)), pair => Assert.Equal((pair.First.WeightsAfter, pair.First.LayersAfter), (pair.Second.Weights, pair.Second.Layers)));
        Assert.Equal((pruned.Spec.Weights, pruned.Depth), (records[^1].WeightsAfter, records[^1].LayersAfter));
        Assert.All(records, record => Assert.Equal(record.Layers, record.Changes.Count));
        Assert.All(plain.Epochs, metrics => Assert.Null(metrics.Depth));

        // The first epoch is the same; after it, what stays is bit for bit what it was.
        int[] keep = [.. Enumerable.Range(1, 5).Except(records[0].Removed)];
        IReadOnlyDictionary<string, Tensor> expected = LayerSurgery.Keep(plain.Checkpoints[0].Tensors, WeightLayout.Parse(weights, 5).GroupsKept(keep));
        Checkpoint after = adaptive.Checkpoints[0];
        Assert.Equal(expected.Keys.Order(), after.Tensors.Keys.Order());
        Assert.All(expected, pair => Assert.True(Small.BitsEqual(pair.Value, after.Tensors[pair.Key]), pair.Key));
        Assert.Equal(plain.Epochs[1] with { TrainSeconds = 0, SamplesPerSecond = 0 }, adaptive.Epochs[1] with { TrainSeconds = 0, SamplesPerSecond = 0, Depth = null });
    }

    [Fact]
    public void Changes_are_those_of_the_definition()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        ImageSet images = Small.Images(9);
        int[] rows = [3, 0, 7];
        double[] changes = ResidualChange.Measure(network, images, rows);
        Tensor pixels = ImageTensors.Pixels(images, rows, network.Type, network.Device);
        using Trajectory trajectory = Rollout.Run(network, network.Embed(pixels), network.Depth, new() { Signals = Signals.Residual });
        Assert.True(double.IsNaN(changes[0]));
        for (int t = 2; t <= network.Depth; t++)
        {
            double expected = (trajectory[Signals.Residual][t - 1] - trajectory[Signals.Residual][t - 2]).abs().mean().item<double>();
            Assert.Equal(expected, changes[t - 1], 1e-14);
        }
    }

    [Theory]
    [InlineData("shared", 2, 0)]
    [InlineData("variable", 2, 0)]
    [InlineData("shared", 1, 0.5)]
    [InlineData("variable", 1, 0.5)]
    public void Stopped_at_any_step_it_resumes_to_the_same_network_and_log(string weights, int minLayers, double noiseRegularizer)
    {
        TrainingSpec spec = s_fixed with
        {
            Validation = 12,
            AdaptiveDepth = s_eager with { MinLayers = minLayers, Guard = 0.02, Restore = minLayers > 1 ? 11 : null, Patience = 1 },
            NoiseRegularizer = new() { Strength = noiseRegularizer },
        };
        Recorder whole = new();
        using LayeredNetwork uninterrupted = Train(spec, whole, weights);
        foreach (int stop in new[] { 2, 5, 6, 9, 10, 14, 20 })
        {
            Recorder first = new() { StopAfter = stop }, second = new();
            Assert.ThrowsAny<OperationCanceledException>(() => Train(spec, first, weights));
            using LayeredNetwork resumed = Train(spec, second, weights, first.Checkpoints[^1]);
            Assert.Equal(uninterrupted.Spec, resumed.Spec);
            Assert.All(uninterrupted.Parameters.All.Zip(resumed.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
            Assert.Equal(whole.Epochs.Select(Log), first.Epochs.Concat(second.Epochs).Select(Log));
        }

        static string Log(EpochMetrics metrics) => System.Text.Json.JsonSerializer.Serialize(
            metrics with { TrainSeconds = 0, SamplesPerSecond = 0 }, Residua.Runs.ChecksummedJson.Options);
    }

    [Fact]
    public void The_guard_goes_back_to_the_network_before_and_leaves_its_block_alone()
    {
        // A rate so high that the error of the epoch after the first removal is above the guard of 0.
        TrainingSpec spec = s_fixed with { Validation = 12, AdaptiveDepth = s_eager with { Guard = 0 } };
        foreach (int seed in Enumerable.Range(1, 20))
        {
            Recorder recorder = new();
            using LayeredNetwork network = Train(spec, recorder, "variable", seed: seed);
            int back = recorder.Epochs.FindIndex(metrics => metrics.Depth?.Action == DepthAction.RolledBack);
            if (back < 0)
            {
                continue;
            }

            DepthRecord before = recorder.Epochs[back - 1].Depth!, record = recorder.Epochs[back].Depth!;
            Assert.Equal((before.Weights, before.Layers), (record.WeightsAfter, record.LayersAfter));
            Assert.Equal(before.ErrorBefore, record.ErrorAfter); // the very network it was
            Assert.Equal(record.ErrorAfter, recorder.Epochs[back].ValidationError);
            Assert.True(record.ErrorBefore > before.ErrorBefore);
            Assert.All(recorder.Epochs.Skip(back + 1), metrics => Assert.Equal(DepthAction.Kept, metrics.Depth!.Action));
            Assert.Equal(before.Layers, network.Depth);
            return;
        }

        Assert.Fail("No seed of 20 made the guard act.");
    }

    [Fact]
    public void It_leaves_no_tensor_but_the_network_it_returns()
    {
        long live = LiveTensors.Settled();
        TrainingSpec spec = s_fixed with { Validation = 12, AdaptiveDepth = s_eager with { Guard = 0 } };
        using (Recorder recorder = new() { Keep = false })
        {
            Train(spec, recorder, "variable").Dispose();
        }

        Assert.Equal(live, LiveTensors.Count);
    }

    private static LayeredNetwork Train(TrainingSpec spec, Recorder recorder, string weights, Checkpoint? resume = null, int seed = 1)
    {
        using LayeredNetwork start = Small.Network(Small.Spec(weights: weights, precision: Precision.Float32));
        return Trainer.Run(start, Small.Images(45), Small.Images(12, 9), spec, seed, resume, recorder, recorder.Stop.Token);
    }

    private sealed class Recorder : ITrainingObserver, IDisposable
    {
        public CancellationTokenSource Stop { get; } = new();

        public int StopAfter { get; init; } = int.MaxValue;

        public bool Keep { get; init; } = true;

        public List<EpochMetrics> Epochs { get; } = [];

        public List<Checkpoint> Checkpoints { get; } = [];

        public void OnStep(TrainingProgress progress)
        {
            if (progress.Step >= StopAfter)
            {
                Stop.Cancel();
            }
        }

        public void OnEpoch(EpochMetrics metrics) => Epochs.Add(metrics);

        public void OnCheckpoint(Checkpoint checkpoint)
        {
            if (Keep)
            {
                Checkpoints.Add(checkpoint with { Tensors = checkpoint.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone()) });
            }
        }

        public void Dispose() => Stop.Dispose();
    }
}
