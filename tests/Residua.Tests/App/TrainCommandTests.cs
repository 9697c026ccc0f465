using System.Text.Json;
using Residua.App;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_makes_a_run_and_answers_in_one_document()
    {
        (int code, JsonElement document) = Cli.Json([.. SmallRun.Options(SmallRun.Data(_folder), _folder["run"]), "--seed", "7"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(_folder["run"], document.GetProperty("run").GetString());
        Assert.Equal(2, document.GetProperty("epochs").GetInt32());
        Assert.InRange(document.GetProperty("testError").GetDouble(), 0, 1);
        Assert.True(document.GetProperty("testLoss").GetDouble() > 0);
        Assert.True(document.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(16 * 17 + 10 * 17, document.GetProperty("parameterCount").GetInt64());
        Assert.Equal(7, document.GetProperty("spec").GetProperty("seed").GetInt32());

        RunFolder run = RunFolder.Open(_folder["run"]);
        Assert.Equal((RunState.Finished, 3, 16, 7), (run.State, run.Metrics.Count, run.Spec.Network.Inputs, run.Spec.Seed));
    }

    [Fact]
    public void Progress_is_plain_lines_on_the_error_stream_and_none_when_quiet()
    {
        string[] options = SmallRun.Options(SmallRun.Data(_folder), _folder["run"]);
        (_, string output, string error) = Cli.Run(options);
        Assert.Contains("Test error", output);
        Assert.DoesNotContain("\u001b", output + error);
        Assert.Equal(["untrained", "epoch 1/2", "epoch 2/2"], Lines(error).Where(line => line.StartsWith("run: ", StringComparison.Ordinal)).Select(line => line[5..14].Trim()));

        options[4] = _folder["other"];
        Assert.Equal("", Cli.Run([.. options, "--quiet"]).Error);
    }

    [Fact]
    public void A_configuration_is_taken_over_and_options_win()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json("train", "--config", Path.Combine(run, "spec.json"), "--layers", "5", "--dry-run");
        JsonElement network = document.GetProperty("spec").GetProperty("network");
        Assert.Equal((ExitCode.Done, 5, 16), (code, network.GetProperty("layers").GetInt32(), network.GetProperty("neurons").GetInt32()));
    }

    [Fact]
    public void A_configuration_with_an_unknown_field_is_refused_by_name()
    {
        File.WriteAllText(_folder["c.json"], """{ "network": { "layres": 3 } }""");
        (int code, _, string error) = Cli.Run("train", "--config", _folder["c.json"]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("layres", error);
    }

    [Fact]
    public void An_interrupted_run_says_how_to_go_on_and_ends_in_the_same_weights()
    {
        string whole = SmallRun.Train(_folder);
        string data = _folder["data"], part = _folder["part"];
        using CancellationTokenSource stop = new();
        stop.Cancel();
        (int code, string output, string error) = Cli.Run(stop.Token, SmallRun.Options(data, part));
        Assert.Equal((ExitCode.Interrupted, ""), (code, output));
        Assert.Contains("Go on with: residua train --resume ", error);

        (code, _, error) = Cli.Run("train", "--resume", part, "--threads", "1");
        Assert.True(code == ExitCode.Done, error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(part, "model.safetensors")));
    }

    [Fact]
    public void Divergence_exits_4_and_says_what_to_do()
    {
        (int code, JsonElement document) = Cli.Json(
            [.. SmallRun.Options(SmallRun.Data(_folder), _folder["run"]), "--learning-rate", "1e30", "--clip", "0", "--warmup", "0", "--activation", "identity"]);
        Assert.Equal(ExitCode.Diverged, code);
        Assert.Contains("diverged at step", document.GetProperty("error").GetString());
    }

    [Fact]
    public void A_folder_that_holds_something_is_not_written_to()
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(SmallRun.Options(_folder["data"], run));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(run, error);
    }

    [Fact]
    public void A_finished_run_is_shown_rather_than_resumed()
    {
        string run = SmallRun.Train(_folder);
        (int code, string output, string error) = Cli.Run("train", "--resume", run);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("finished", output);
        Assert.Contains("nothing to go on with", error);
    }

    [Fact]
    public void A_network_too_small_for_the_images_is_refused_before_a_folder_is_made()
    {
        (int code, _, string error) = Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), _folder["run"])[..5], "--neurons", "8"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("8 neurons cannot hold 16 pixels", error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
