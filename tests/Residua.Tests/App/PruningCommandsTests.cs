using System.Text.Json;
using Residua.App;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using Residua.Tests.Data;
using Residua.Training;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.App;

public sealed class PruningCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shared", 6)]
    [InlineData("variable", 3)]
    public void A_frontier_is_stored_printed_and_drawn(string weights, int points)
    {
        string run = Train(weights);
        (int code, JsonElement document) = Cli.Json("frontier", run, "--latency-rounds", "2", "--latency-batches", "1,3");
        Assert.Equal(ExitCode.Done, code);
        JsonElement result = document.GetProperty("result");
        Assert.Equal(points, result.GetProperty("points").GetArrayLength());
        Assert.Equal(weights == "shared" ? 0 : 10, result.GetProperty("criteria").GetArrayLength());
        Assert.Equal(RunFolder.Open(run).Metrics[^1].TestError, result.GetProperty("points")[2].GetProperty("error").GetDouble(), 1e-12);
        Assert.Contains("frontier", RunFolder.Open(run).Results);
        Assert.True(File.Exists(Path.Combine(run, "figures", "frontier.svg")));
        (code, string output, _) = Cli.Run("frontier", run, "--no-refit", "--latency-rounds", "1", "--samples", "10", "--quiet");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("3 (whole)", output);
        Assert.Contains(weights == "shared" ? "no criteria are compared" : "block influence", output);
    }

    [Theory]
    [InlineData("variable", "--layers 2", 2)]
    [InlineData("shared", "--layers 1 --refit", 1)]
    [InlineData("variable", "--layers 2 --criterion lesion --refit", 2)]
    [InlineData("shared", "--max-error-increase 100pp", 1)]
    public void A_pruned_run_loads_by_itself_and_its_parent_stays(string weights, string options, int layers)
    {
        string run = Train(weights), pruned = _folder["pruned"];
        byte[] model = File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        (int code, JsonElement document) = Cli.Json(["prune", run, "--out", pruned, .. options.Split(' ')]);
        Assert.Equal(ExitCode.Done, code);
        RunFolder folder = RunFolder.Open(pruned);
        Assert.Equal((RunState.Imported, Path.GetFullPath(run), layers, layers), (folder.State, folder.Spec.Parent!, folder.Spec.Network.Layers, folder.Network.Layers));
        Assert.Null(folder.Spec.Training);
        using LayeredNetwork network = folder.LoadNetwork(CPU);
        DataSet data = DataCatalog.Open(folder.Spec.Data, new(null, null, CancellationToken.None));
        Assert.Equal(Evaluation.Measure(network, data.Test).Error, document.GetProperty("result").GetProperty("testErrorAfter").GetDouble(), 1e-12);
        Assert.Equal("trainedOn", document.GetProperty("result").GetProperty("heldBack").GetString());
        Assert.Equal(model, File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
        Assert.Empty(folder.FindDamage());
        Assert.Equal(ExitCode.Done, Cli.Run("analyze", pruned, "--what", "unroll", "--depth", $"{layers}", "--samples", "10", "--quiet").Code);

        // A pruned run is a run, and goes by the recipe of the one it came from; without that one its images are not known.
        (code, document) = Cli.Json("prune", pruned, "--layers", "1", "--out", _folder["again"]);
        Assert.Equal((ExitCode.Done, "trainedOn"), (code, document.GetProperty("result").GetProperty("heldBack").GetString()));
        Directory.Delete(run, recursive: true);
        (code, document) = Cli.Json("prune", pruned, "--layers", "1", "--out", _folder["orphan"]);
        Assert.Equal((ExitCode.Done, "unknown"), (code, document.GetProperty("result").GetProperty("heldBack").GetString()));
        (code, _, string error) = Cli.Run("prune", pruned, "--layers", "1", "--finetune", "1", "--out", _folder["none"], "--quiet");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--finetune trains as the network was trained", error);
    }

    [Fact]
    public void A_finetuned_run_is_trained_on_from_the_pruned_weights()
    {
        string run = Train("variable"), pruned = _folder["pruned"];
        (int code, JsonElement document) = Cli.Json("prune", run, "--layers", "2", "--finetune", "2", "--learning-rate", "0.001", "--threads", "1", "--out", pruned);
        Assert.Equal(ExitCode.Done, code);
        RunFolder folder = RunFolder.Open(pruned);
        Assert.Equal((RunState.Finished, 2, 2, 0.001), (folder.State, folder.Network.Layers, folder.Spec.Training!.Epochs, folder.Spec.Training.LearningRate));
        Assert.Equal([0, 1, 2], folder.Metrics.Select(metrics => metrics.Epoch));
        Assert.Equal(document.GetProperty("result").GetProperty("testErrorAfter").GetDouble(), folder.Metrics[0].TestError, 1e-12);
        Assert.Equal(document.GetProperty("finetunedTestError").GetDouble(), folder.Metrics[^1].TestError);
        Assert.Contains("prune", folder.Results);
    }

    [Fact]
    public async Task A_finetuning_that_is_stopped_resumes_to_the_same_weights()
    {
        string run = Train("variable");
        string[] command = ["prune", run, "--layers", "2", "--finetune", "60", "--threads", "1", "--quiet"]; // long enough to be stopped in it
        Assert.Equal(ExitCode.Done, Cli.Run([.. command, "--out", _folder["whole"]]).Code);

        // Stopped as soon as the folder is a run: what is then in it is the checkpoint of epoch 0.
        using CancellationTokenSource stop = new(), ended = new();
        Task watch = Task.Run(async () =>
        {
            while (!File.Exists(Path.Combine(_folder["stopped"], "spec.json")) && !ended.IsCancellationRequested)
            {
                await Task.Delay(1, CancellationToken.None);
            }

            await stop.CancelAsync();
        }, TestContext.Current.CancellationToken);
        (int code, _, string error) = Cli.Run(stop.Token, [.. command, "--out", _folder["stopped"]]);
        await ended.CancelAsync(); // a command that failed before it made the folder is not waited for
        await watch;
        Assert.True(code == ExitCode.Interrupted, error);
        Assert.Contains("train --resume", error);
        Assert.Equal(RunState.Interrupted, RunFolder.Open(_folder["stopped"]).State);
        Assert.Equal(2, RunFolder.Open(_folder["stopped"]).Network.Layers);
        Assert.Equal(ExitCode.Done, Cli.Run("train", "--resume", _folder["stopped"], "--threads", "1", "--quiet").Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["whole"], "model.safetensors")), File.ReadAllBytes(Path.Combine(_folder["stopped"], "model.safetensors")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["whole"], "results", "prune.json")), File.ReadAllBytes(Path.Combine(_folder["stopped"], "results", "prune.json")));
        Assert.Equal(
            RunFolder.Open(_folder["whole"]).Metrics.Select(metrics => metrics.TestLoss), RunFolder.Open(_folder["stopped"]).Metrics.Select(metrics => metrics.TestLoss));
    }

    [Fact]
    public void What_a_program_left_that_died_before_the_run_was_one_is_begun_anew()
    {
        string run = Train("variable"), pruned = _folder["pruned"];
        string[] command = ["prune", run, "--layers", "2", "--finetune", "1", "--out", pruned, "--quiet"];
        Assert.Equal(ExitCode.Done, Cli.Run(command).Code);
        Directory.Delete(Path.Combine(pruned, "figures"), recursive: true);
        File.Delete(Path.Combine(pruned, "report.html"));
        File.Delete(Path.Combine(pruned, "spec.json"));
        command[5] = "3"; // epochs: the model that was left is of one, and no network of this run
        Assert.Equal(ExitCode.Done, Cli.Run(command).Code);
        Assert.Equal([0, 1, 2, 3], RunFolder.Open(pruned).Metrics.Select(metrics => metrics.Epoch));
        File.Delete(Path.Combine(pruned, "spec.json")); // with figures in it, it is somebody's work
        Assert.Equal(ExitCode.BadInput, Cli.Run(command).Code);
    }

    [Theory]
    [InlineData("shared", "prune RUN", "--layers NUMBER or --max-error-increase SHARE")]
    [InlineData("shared", "prune RUN --layers 2 --max-error-increase 1pp", "one of the two")]
    [InlineData("shared", "prune RUN --layers 4", "the network has 3 layers")]
    [InlineData("shared", "prune RUN --layers 0", "--layers wants")]
    [InlineData("shared", "prune RUN --max-error-increase -1", "between 0 and 1")]
    [InlineData("shared", "prune RUN --max-error-increase much", "--max-error-increase wants")]
    [InlineData("shared", "prune RUN --layers 2 --criterion lesion", "--criterion makes no difference")]
    [InlineData("variable", "prune RUN --layers 2 --criterion best", "--criterion wants one of")]
    [InlineData("shared", "prune RUN --layers 2 --learning-rate 0.1", "which was not asked for")]
    [InlineData("shared", "prune RUN --layers 2 --finetune 0", "--finetune wants")]
    [InlineData("shared", "prune RUN --layers 2 --finetune 1 --learning-rate 0", "wants a positive number")]
    [InlineData("variable", "frontier RUN --layers 6", "only shared weights go on past the last")]
    [InlineData("shared", "frontier RUN --layers 2", "--layers wants")]
    [InlineData("shared", "frontier RUN --criteria lesion", "no criteria to compare")]
    [InlineData("variable", "frontier RUN --criteria best", "--criteria wants one of")]
    [InlineData("variable", "frontier RUN --criteria lesion --random-orders 2", "belongs to the criterion random")]
    [InlineData("shared", "frontier RUN --no-refit --refit-samples 20", "leave one out")]
    [InlineData("shared", "frontier RUN --latency-rounds 0", "--latency-rounds wants")]
    public void What_makes_no_sense_is_refused(string weights, string command, string sentence)
    {
        string run = Train(weights);
        (int code, _, string error) = Cli.Run([.. command.Split(' ').Select(word => word == "RUN" ? run : word), "--quiet"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
    }

    private string Train(string weights)
    {
        string run = _folder["run"];
        (int code, _, string error) = Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), run), "--weights", weights, "--quiet"]);
        Assert.True(code == ExitCode.Done, error);
        return run;
    }
}
