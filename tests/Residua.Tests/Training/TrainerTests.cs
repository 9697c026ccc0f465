using Residua.Data;
using Residua.Networks;
using Residua.Numerics;
using Residua.Training;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingSpec s_training = new() { Epochs = 4, Batch = 7, LearningRate = 0.02, WarmupSteps = 3, Decay = 0.01 };

    [Fact]
    public void The_same_seed_gives_the_same_weights_bit_for_bit()
    {
        using LayeredNetwork a = Train(seed: 1), b = Train(seed: 1), c = Train(seed: 2);
        Assert.All(a.Parameters.All.Zip(b.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
        Assert.False(Small.BitsEqual(a.Parameters.Weights[0], c.Parameters.Weights[0])); // another order of batches
    }

    [Theory]
    [InlineData("adamw", 0)]
    [InlineData("sgd", 0)]
    [InlineData("adamw", 0.5)]
    public void Stopped_at_any_step_it_resumes_to_the_same_weights_and_metrics(string optimizer, double noiseRegularizer)
    {
        TrainingSpec spec = s_training with { Optimizer = optimizer, Validation = 5, NoiseRegularizer = new() { Strength = noiseRegularizer } };
        Watcher whole = new();
        using LayeredNetwork uninterrupted = Train(spec, whole);
        foreach (int stop in new[] { 1, 4, 6, 7, 13 }) // within an epoch, at its end, in the next
        {
            Watcher first = new() { StopAfter = stop };
            Assert.ThrowsAny<OperationCanceledException>(() => Train(spec, first));
            Watcher second = new();
            using LayeredNetwork resumed = Train(spec, second, first.Last);
            Assert.All(
                uninterrupted.Parameters.All.Zip(resumed.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
            Assert.Equal(
                whole.Epochs.Select(Timeless), first.Epochs.Concat(second.Epochs).Select(Timeless));
            first.Last!.Tensors.Values.ToList().ForEach(tensor => tensor.Dispose());
        }

        static EpochMetrics Timeless(EpochMetrics metrics) => metrics with { TrainSeconds = 0, SamplesPerSecond = 0 };
    }

    [Fact]
    public void It_learns_and_leaves_what_it_was_given()
    {
        ImageSet train = Small.Images(90);
        byte[] pixels = [.. train.Pixels];
        using LayeredNetwork start = Small.Network(Small.Spec(precision: Precision.Float32));
        byte[] weights = start.Parameters.Weights[0].bytes.ToArray();
        Watcher watcher = new();
        using LayeredNetwork trained = Trainer.Run(start, train, Small.Images(60, 4), s_training with { Epochs = 12 }, 1, null, watcher, TestContext.Current.CancellationToken);
        Assert.Equal(weights, start.Parameters.Weights[0].bytes.ToArray());
        Assert.Equal(pixels, train.Pixels);
        Assert.Equal(Enumerable.Range(0, 13), watcher.Epochs.Select(metrics => metrics.Epoch));
        Assert.True(watcher.Epochs[^1].TestError < 0.1, $"{watcher.Epochs[^1].TestError}");
        Assert.True(watcher.Epochs[^1].TrainLoss < watcher.Epochs[1].TrainLoss / 2);
        Evaluation again = Evaluation.Measure(trained, Small.Images(60, 4), TestContext.Current.CancellationToken);
        Assert.Equal(watcher.Epochs[^1].TestError, again.Error);
    }

    public static TheoryData<string, string, string> Networks
    {
        get
        {
            TheoryData<string, string, string> data = [];
            foreach (string network in NetworkKinds.All.Select(kind => kind.Name))
            {
                foreach (string embedding in InputEmbeddings.All.Select(embedding => embedding.Name))
                {
                    data.Add(network, "logistic", embedding);
                }

                foreach (string activation in Activations.All.Select(activation => activation.Name))
                {
                    data.Add(network, activation, "zero-pad");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Memory_is_flat_over_steps(string kind, string activation, string embedding)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind, activation: activation, embedding: embedding, precision: Precision.Float32));
        using Tensor pixels = Small.Pixels(5, type: float32);
        using TrainingStep step = new(network, s_training);
        using Tensor labels = tensor(new long[] { 0, 1, 2, 0, 1 });
        network.EmbedInto(pixels, step.Input(5));
        step.Run(labels, 100);
        long live = LiveTensors.Settled();
        for (int i = 0; i < 50; i++)
        {
            network.EmbedInto(pixels, step.Input(5));
            step.Run(labels, 100);
        }

        Assert.Equal(live, LiveTensors.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_is_flat_over_steps_with_a_noise_regularizer_too(bool lastLayerOnly)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(precision: Precision.Float32));
        using Tensor pixels = Small.Pixels(5, type: float32), noisy = Small.Pixels(5, seed: 6, type: float32), labels = tensor(new long[] { 0, 1, 2, 0, 1 });
        long before = LiveTensors.Settled(), live = 0;
        using (TrainingStep step = new(network, s_training with { NoiseRegularizer = new() { Strength = 0.5, LastLayerOnly = lastLayerOnly } }))
        {
            for (int i = 0; i < 50; i++)
            {
                network.EmbedInto(pixels, step.Input(5));
                network.EmbedInto(noisy, step.NoisyInput(5)!);
                Assert.True(step.Run(labels, 100).NoiseRegularizer > 0);
                live = i == 0 ? LiveTensors.Settled() : live;
            }

            Assert.Equal(live, LiveTensors.Count);
        }

        Assert.Equal(before, LiveTensors.Settled());
    }

    [Fact]
    public void A_noise_regularizer_of_strength_zero_is_none_bit_for_bit()
    {
        Watcher plain = new() { Keep = false }, zero = new() { Keep = false }, regularized = new() { Keep = false };
        using LayeredNetwork a = Train(s_training, plain), b = Train(s_training with { NoiseRegularizer = new() }, zero),
            c = Train(s_training with { NoiseRegularizer = new() { Strength = 1 } }, regularized);
        Assert.All(a.Parameters.All.Zip(b.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
        Assert.False(Small.BitsEqual(a.Parameters.Weights[0], c.Parameters.Weights[0]));
        Assert.All(plain.Epochs.Concat(zero.Epochs), metrics => Assert.Null(metrics.NoiseRegularizer));
        Assert.All(regularized.Epochs.Skip(1), metrics => Assert.True(metrics.NoiseRegularizer > 0));
        Assert.Null(regularized.Epochs[0].NoiseRegularizer);
    }

    [Fact]
    public void A_strong_noise_regularizer_makes_the_noise_in_the_last_layers_smaller()
    {
        Watcher weak = new() { Keep = false }, strong = new() { Keep = false };
        Train(s_training with { Epochs = 20, NoiseRegularizer = new() { Strength = 1e-6 } }, weak).Dispose();
        Train(s_training with { Epochs = 20, NoiseRegularizer = new() { Strength = 1e4 } }, strong).Dispose();
        double? without = weak.Epochs[^1].NoiseRegularizer / 1e-6, with = strong.Epochs[^1].NoiseRegularizer / 1e4;
        Assert.True(with < without / 4, $"{with} against {without}; {string.Join(' ', strong.Epochs.Select(epoch => epoch.NoiseRegularizer))}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Training_leaves_no_tensor_but_the_network_it_returns(double noiseRegularizer)
    {
        TrainingSpec spec = s_training with { NoiseRegularizer = new() { Strength = noiseRegularizer } };
        long live = LiveTensors.Settled();
        using (LayeredNetwork start = Small.Network(Small.Spec(precision: Precision.Float32)))
        {
            Trainer.Run(start, Small.Images(20), Small.Images(9), spec, 1, null, new Watcher { Keep = false }, TestContext.Current.CancellationToken).Dispose();
        }

        Assert.Equal(live, LiveTensors.Count);
    }

    [Fact]
    public void Divergence_names_step_and_layer()
    {
        TrainingSpec wild = s_training with { LearningRate = 1e30, ClipNorm = 0, WarmupSteps = 0, Optimizer = "sgd" };
        Watcher watcher = new();
        DivergedException failure = Assert.Throws<DivergedException>(() => Train(wild, watcher, activation: "identity"));
        Assert.InRange(failure.Step, 2, 6);
        Assert.InRange(failure.Layer, 1, 5);
        Assert.Contains($"step {failure.Step}", failure.Message);
        Assert.Contains($"layer {failure.Layer}", failure.Message);
    }

    [Fact]
    public void A_step_that_is_not_finite_leaves_the_weights_alone()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(precision: Precision.Float32));
        using TrainingStep step = new(network, s_training);
        using Tensor labels = tensor(new long[] { 0, 1, 2 });
        byte[] before = network.Parameters.Weights[0].bytes.ToArray();
        step.Input(3).Fill_(float.PositiveInfinity);
        Assert.Equal(1, step.Run(labels, 100).DivergedAtLayer);
        Assert.Equal(before, network.Parameters.Weights[0].bytes.ToArray());
        Assert.Equal(0, step.Step);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        ImageSet images = Small.Images(12);
        Watcher watcher = new();
        Assert.Contains("pixels", Fails(images.Pool(1), new ImageSet(new byte[16], [0, 1], 2, 4, 3)));
        Assert.Contains("classes", Fails(new ImageSet(new byte[12], [0, 4], 2, 3, 5), images));
        Assert.Contains("batch", Assert.Throws<ArgumentException>(
            () => Trainer.Run(network, images, images, s_training with { Batch = 0 }, 1, null, watcher)).Message);

        TrainingSpec noise = s_training with { NoiseRegularizer = new() { Strength = 1 } };
        Assert.Contains("smooth activation", Assert.Throws<ArgumentException>(() => Train(noise, watcher, activation: "relu")).Message);
        using LayeredNetwork perceptron = Small.Network(Small.Spec("perceptron"));
        Assert.Contains("residual networks", Assert.Throws<ArgumentException>(() => Trainer.Run(perceptron, images, images, noise, 1, null, watcher)).Message);

        string Fails(ImageSet train, ImageSet test) =>
            Assert.Throws<ArgumentException>(() => Trainer.Run(network, train, test, s_training, 1, null, watcher)).Message;
    }

    [Fact]
    public void Every_epoch_visits_every_image_once_in_another_order()
    {
        int[] first = BatchOrder.Of(1000, 1, 0), second = BatchOrder.Of(1000, 1, 1), other = BatchOrder.Of(1000, 2, 0);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(first, BatchOrder.Of(1000, 1, 0));
        Assert.InRange(first.Select((image, place) => image == place ? 1 : 0).Sum(), 0, 8); // about one fixed point
    }

    private static LayeredNetwork Train(int seed) => Train(s_training, new Watcher { Keep = false }, seed: seed);

    private static LayeredNetwork Train(TrainingSpec spec, Watcher watcher, Checkpoint? resume = null, int seed = 1, string activation = "logistic")
    {
        using LayeredNetwork start = Small.Network(Small.Spec(activation: activation, precision: Precision.Float32));
        return Trainer.Run(start, Small.Images(45), Small.Images(12, 9), spec, seed, resume, watcher, watcher.Stop.Token);
    }

    private sealed class Watcher : ITrainingObserver
    {
        public CancellationTokenSource Stop { get; } = new();

        public int StopAfter { get; init; } = int.MaxValue;

        public bool Keep { get; init; } = true;

        public List<EpochMetrics> Epochs { get; } = [];

        public Checkpoint? Last { get; private set; }

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
                Last?.Tensors.Values.ToList().ForEach(tensor => tensor.Dispose());
                Last = checkpoint with { Tensors = checkpoint.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone()) };
            }
        }
    }
}
