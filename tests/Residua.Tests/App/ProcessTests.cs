using System.Diagnostics;
using System.Globalization;
using Residua.App;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

/// <summary>What can only be seen from outside: signals, sudden death, and what is loaded.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--adaptive-depth", "--threshold", "10", "--patience", "4")] // loses a layer after epoch 4, and one after epoch 8
    public void A_killed_training_goes_on_to_the_same_weights_bit_for_bit(params string[] options)
    {
        string data = SmallRun.Data(_folder);
        Assert.Equal(ExitCode.Done, Cli.Run([.. Long(data, "whole", 100), .. options]).Code);

        using Process program = ProgramProcess.Start([.. Long(data, "killed", 100), .. options]);
        ReadUntil(program, "epoch 5/");
        program.Kill();
        program.WaitForExit();
        Assert.Equal(RunState.Interrupted, RunFolder.Open(_folder["killed"]).State);

        (int code, _, string error) = Cli.Run("train", "--resume", _folder["killed"]);
        Assert.True(code == ExitCode.Done, error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["whole"], "model.safetensors")), File.ReadAllBytes(Path.Combine(_folder["killed"], "model.safetensors")));
        (RunFolder whole, RunFolder killed) = (RunFolder.Open(_folder["whole"]), RunFolder.Open(_folder["killed"]));
        Assert.Equal(Enumerable.Range(0, 101), killed.Metrics.Select(metrics => metrics.Epoch));
        Assert.Equal(whole.Metrics.Select(metrics => metrics.Depth?.LayersAfter), killed.Metrics.Select(metrics => metrics.Depth?.LayersAfter));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_stops_with_a_checkpoint_and_exit_130(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no kill program.");
        }

        using Process program = ProgramProcess.Start(Long(SmallRun.Data(_folder), "run", 5000));
        ReadUntil(program, "epoch 2/");
        using Process kill = Process.Start("kill", [$"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture)]);
        string error = program.StandardError.ReadToEnd();
        program.WaitForExit();
        Assert.Equal(ExitCode.Interrupted, program.ExitCode);
        Assert.Contains("residua train --resume ", error);
        Assert.Equal(RunState.Interrupted, RunFolder.Open(_folder["run"]).State);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("train", "--data", "digits", "--dry-run")]
    public void Help_and_dry_runs_do_not_load_the_tensor_library(params string[] args)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only the loader of Linux tells what it loads.");
        }

        using Process program = ProgramProcess.Start(new Dictionary<string, string> { ["LD_DEBUG"] = "files" }, args);
        string loaded = program.StandardError.ReadToEnd(); // the other stream is short enough to wait in its pipe
        Assert.NotEmpty(program.StandardOutput.ReadToEnd());
        Assert.Contains("libcoreclr", loaded);
        Assert.DoesNotContain("libtorch", loaded);
        Assert.DoesNotContain("LibTorchSharp", loaded);
    }

    // Epochs of 60 steps of one image, some hundredths of a second each: enough of them that it is stopped before its end.
    private string[] Long(string data, string run, int epochs) =>
        [.. SmallRun.Options(data, _folder[run])[..^6], "--batch", "1", "--epochs", epochs.ToString(CultureInfo.InvariantCulture), "--threads", "1"];

    private static void ReadUntil(Process program, string text)
    {
        string seen = "";
        while (!seen.Contains(text, StringComparison.Ordinal))
        {
            seen = program.StandardError.ReadLine() ?? throw new InvalidOperationException($"The program ended before '{text}'; its last line was: {seen}");
        }
    }
}
