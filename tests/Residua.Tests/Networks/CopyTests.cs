using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Tests.Data;
using Residua.Tests.Extensions;
using Residua.Training;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Networks;

/// <summary>Whatever makes a network of another, it is of the same kind with the same activation, or there is none.</summary>
public sealed class CopyTests : IDisposable
{
    private static readonly NetworkSpec s_spec = new() { Neurons = 16, Inputs = 16, Layers = 3, Weights = "variable", Precision = Precision.Float64 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_copy_and_a_cut_keep_kind_and_activation()
    {
        using SineNetwork sine = new(s_spec, NetworkParameters.Initialize(s_spec, 1, CPU));
        using LayeredNetwork copy = sine.Clone(), cut = LayerSurgery.Keep(sine, [1, 3]);
        Assert.All(new[] { copy, cut }, network => Assert.Equal((typeof(SineNetwork), sine.Activation.Name), (network.GetType(), network.Activation.Name)));
        using LeakyNetwork leaky = new(s_spec, NetworkParameters.Initialize(s_spec, 1, CPU));
        using LayeredNetwork other = leaky.Clone();
        Assert.Equal(0.9, other.Carry);
    }

    [Fact]
    public void What_is_trained_is_the_network_that_was_given()
    {
        ImageSet images = new([.. Enumerable.Range(0, 40 * 16).Select(i => (byte)(i * 7))], [.. Enumerable.Range(0, 40).Select(i => (byte)(i % 10))], 4, 4);
        TrainingSpec spec = new() { Epochs = 2, Batch = 10, Validation = 10, AdaptiveDepth = new() { Threshold = 10, Guard = 1 } };
        using LeakyNetwork start = new(s_spec, NetworkParameters.Initialize(s_spec, 1, CPU));
        using LayeredNetwork trained = Trainer.Run(start, images, images, spec, 1, null, new Silent());
        Assert.IsType<LeakyNetwork>(trained);
        Assert.True(trained.Depth < 3);
    }

    [Fact]
    public void One_that_its_names_do_not_stand_for_is_not_stored()
    {
        RunEnvironment environment = RunEnvironment.Capture("residua", 1, "cpu", "here", dataVerified: false);
        RunFolder run = RunFolder.Create(_folder["run"], new RunSpec { Network = s_spec, Training = null }, environment);
        using LeakyNetwork leaky = new(s_spec, NetworkParameters.Initialize(s_spec, 1, CPU));
        Assert.Contains("LeakyNetwork", Assert.Throws<ArgumentException>(() => run.WriteNetwork(leaky)).Message);
        Assert.False(File.Exists(Path.Combine(run.Path, "model.safetensors")));
    }

    [Theory]
    [InlineData("layers.1.weight", double.NaN)]
    [InlineData("classifier.weight", double.PositiveInfinity)]
    public void Weights_that_are_not_finite_are_refused_by_name_and_place(string name, double value)
    {
        using NetworkParameters parameters = NetworkParameters.Initialize(s_spec, 1, CPU);
        Dictionary<string, Tensor> tensors = parameters.All.ToDictionary();
        tensors[name][2, 5] = value;
        string message = Assert.Throws<ArgumentException>(() => NetworkParameters.FromTensors(s_spec, tensors, CPU)).Message;
        Assert.Contains($"The tensor {name} has {value} at [2,5]", message);
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
