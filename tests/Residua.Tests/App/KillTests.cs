using System.Diagnostics;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

/// <summary>The program itself, in a process of its own, killed without warning.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_twice_it_resumes_to_the_same_weights_bit_for_bit()
    {
        string whole = _folder["whole"], killed = _folder["killed"];
        Finish(Train(whole));
        Process first = Train(killed);
        WaitForEpochs(killed, 2, first);
        first.Kill(); // SIGKILL
        first.WaitForExit();
        Process second = Start("train", "--resume", killed, "--quiet");
        WaitForEpochs(killed, 4, second);
        second.Kill();
        second.WaitForExit();
        Assert.False(File.Exists(Path.Combine(killed, "model.safetensors")), "It was done before it could be killed: give it more epochs.");
        Finish(Start("train", "--resume", killed, "--quiet"));

        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(killed, "model.safetensors")));
        Assert.Equal(Epochs(whole), Epochs(killed));
        Assert.Empty(Directory.EnumerateFiles(killed, "*.tmp", SearchOption.AllDirectories));
    }

    private static Process Train(string run) => Start(
        "train", "--data", "digits", "--pool", "2", "--neurons", "200", "--layers", "4", "--limit", "1500", "--batch", "50", "--epochs", "8",
        "--threads", "2", "--seed", "3", "--out", run, "--quiet");

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Residua.App.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static void Finish(Process process)
    {
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), "It takes too long.");
        Assert.True(process.ExitCode == 0, error);
        process.Dispose();
    }

    private static void WaitForEpochs(string run, int epochs, Process process)
    {
        string metrics = Path.Combine(run, "metrics.jsonl");
        Stopwatch clock = Stopwatch.StartNew();
        while (!process.HasExited && clock.Elapsed < TimeSpan.FromMinutes(3) && !(File.Exists(metrics) && File.ReadLines(metrics).Count() > epochs))
        {
            process.WaitForExit(TimeSpan.FromMilliseconds(10));
        }

        Assert.False(process.HasExited, "It ended before it could be killed.");
    }

    private static IEnumerable<(int Epoch, double Error)> Epochs(string run) =>
        Residua.Runs.RunFolder.Open(run).Metrics.Select(metrics => (metrics.Epoch, metrics.TestError));
}
