using Residua.Networks;
using Residua.Runs;
using Residua.Tests.Data;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly RunSpec s_spec = new() { Name = "small", Network = Small.Spec(precision: Precision.Float32), Training = new() { Epochs = 3 } };
    private static readonly RunEnvironment s_environment = RunEnvironment.Capture("residua train", 2, "cpu", "embedded", dataVerified: true);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        using DisposeScope scope = NewDisposeScope();
        RunFolder run = Create();
        Assert.Equal(RunState.New, run.State);
        for (int epoch = 0; epoch <= 3; epoch++)
        {
            run.AddMetrics(Epoch(epoch));
        }

        LayeredNetwork network = Small.Network(s_spec.Network);
        run.WriteNetwork(network);

        RunFolder again = RunFolder.Open(run.Path);
        Assert.Equal(RunState.Finished, again.State);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(s_spec), System.Text.Json.JsonSerializer.Serialize(again.Spec));
        Assert.Equal(s_environment, again.Environment);
        Assert.Equal([Epoch(0), Epoch(1), Epoch(2), Epoch(3)], again.Metrics);
        LayeredNetwork loaded = again.LoadNetwork(CPU);
        Assert.All(network.Parameters.All.Zip(loaded.Parameters.All), pair => Assert.True(Small.BitsEqual(pair.First.Value, pair.Second.Value)));
    }

    [Fact]
    public void A_checkpoint_drops_the_metrics_that_came_after_it()
    {
        using DisposeScope scope = NewDisposeScope();
        RunFolder run = Create();
        LayeredNetwork network = Small.Network(s_spec.Network);
        run.AddMetrics(Epoch(0));
        run.AddMetrics(Epoch(1));
        run.WriteCheckpoint(new(Position(epoch: 1), network.Spec, network.Parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value)));
        run.AddMetrics(Epoch(2)); // and then it was killed

        RunFolder again = RunFolder.Open(run.Path);
        Assert.Equal(RunState.Interrupted, again.State);
        (Checkpoint checkpoint, SafetensorsFile file) = again.ReadCheckpoint()!.Value;
        using (file)
        {
            Assert.Equal(Position(epoch: 1), checkpoint.Position);
            Assert.Equal([0, 1], again.Metrics.Select(metrics => metrics.Epoch));
            Assert.True(Small.BitsEqual(network.Parameters.Weights[0], checkpoint.Tensors["layers.0.weight"]));
        }
    }

    [Fact]
    public void Two_programs_do_not_train_one_run()
    {
        RunFolder run = Create();
        using (RunLock.Take(run.Path))
        {
            Assert.Equal(RunState.Training, run.State);
            Assert.Contains("Another program", Assert.Throws<IOException>(() => RunLock.Take(run.Path)).Message);
        }

        Assert.Equal(RunState.New, run.State);
    }

    [Fact]
    public void Arrays_of_another_run_of_the_analysis_are_refused()
    {
        RunFolder run = Create();
        run.WriteResult("thing", new Thing(1), new Dictionary<string, NpyArray> { ["a"] = NpyArray.Of([1f, 2f], 2) });
        Assert.Equal(new Thing(1), run.ReadResult<Thing>("thing"));
        Assert.Equal([1f, 2f], run.ReadArrays("thing")["a"].AsFloats().ToArray());
        Npz.Write(Path.Combine(run.Path, "results", "thing.npz"), new Dictionary<string, NpyArray> { ["a"] = NpyArray.Of([1f, 3f], 2) });
        Assert.Contains("thing.npz", Assert.Throws<InvalidDataException>(() => run.ReadArrays("thing")).Message);
        Assert.Contains("thing.npz", Assert.Single(run.FindDamage()));
    }

    [Fact]
    public void A_folder_that_is_no_run_or_is_not_empty_is_refused()
    {
        Assert.Contains("no run folder", Assert.Throws<DirectoryNotFoundException>(() => RunFolder.Open(_folder["none"])).Message);
        RunFolder run = Create();
        Assert.Contains("not empty", Assert.Throws<IOException>(() => RunFolder.Create(run.Path, s_spec, s_environment)).Message);
        Assert.Contains("no weights yet", Assert.Throws<FileNotFoundException>(() => run.LoadNetwork(CPU)).Message);
    }

    [Fact]
    public void A_folder_left_behind_before_its_spec_was_written_is_taken_over()
    {
        RunFolder run = Create();
        File.Delete(Path.Combine(run.Path, "spec.json"));
        File.WriteAllText(Path.Combine(run.Path, ".spec.json.123.tmp"), "{");
        Assert.Equal(RunState.New, Create().State);
    }

    [Fact]
    public void Metrics_that_miss_an_epoch_are_damage()
    {
        using LayeredNetwork network = Small.Network(s_spec.Network);
        RunFolder run = Create();
        foreach (int epoch in new[] { 0, 1, 3 })
        {
            run.AddMetrics(Epoch(epoch));
        }

        run.WriteNetwork(network);
        Assert.Contains("metrics.jsonl", Assert.Throws<InvalidDataException>(() => RunFolder.Open(run.Path)).Message);
        File.Delete(Path.Combine(run.Path, "metrics.jsonl"));
        Assert.Contains("metrics.jsonl", Assert.Throws<InvalidDataException>(() => RunFolder.Open(run.Path)).Message);
    }

    [Fact]
    public void Missing_arrays_are_damage_and_new_weights_drop_old_results()
    {
        using LayeredNetwork network = Small.Network(s_spec.Network);
        RunFolder run = Create();
        run.WriteResult("thing", new Thing(1), new Dictionary<string, NpyArray> { ["a"] = NpyArray.Of([1f], 1) });
        File.Delete(Path.Combine(run.Path, "results", "thing.npz"));
        Assert.Contains("thing.npz", Assert.Single(run.FindDamage()));
        run.WriteNetwork(network);
        Assert.Empty(run.Results);
    }

    [Fact]
    public void Weights_of_another_network_than_the_specification_says_are_refused()
    {
        RunFolder run = Create();
        using LayeredNetwork other = Small.Network(s_spec.Network with { Neurons = 9 });
        run.WriteNetwork(other);
        string message = Assert.Throws<InvalidDataException>(() => run.LoadNetwork(CPU)).Message;
        Assert.Contains("model.safetensors", message);
        Assert.Contains("spec.json", message);
    }

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void Every_preset_makes_sense(string name)
    {
        RunSpec preset = Presets.Get(name);
        preset.Network.Validate();
        preset.Training!.Validate();
        Assert.Equal(name, preset.Name);
        Assert.Equal(name, preset.Preset);
    }

    public static TheoryData<string> PresetNames => [.. Presets.All.Keys];

    private RunFolder Create() => RunFolder.Create(_folder["run"], s_spec, s_environment);

    private static EpochMetrics Epoch(int epoch) => new()
    {
        Epoch = epoch,
        Step = 10 * epoch,
        TrainLoss = epoch == 0 ? double.NaN : 0.1,
        TrainError = 1.0 / 3,
        TestLoss = 0.7,
        TestError = 0.2,
        LargestGradientNorm = 3,
        LearningRate = 1e-3,
        TrainSeconds = 1.5,
        SamplesPerSecond = 100,
    };

    private static TrainingPosition Position(int epoch) => new()
    {
        Epoch = epoch,
        StepInEpoch = 2,
        Step = 12,
        LossSum = 0.1 + 0.2,
        ErrorSum = 3,
        Seen = 4,
        LargestGradientNorm = 5,
        Seconds = 6,
        LastTestError = 0.2,
    };

    private sealed record Thing(int Number);
}
