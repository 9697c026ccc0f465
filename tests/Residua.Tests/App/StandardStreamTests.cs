using System.Diagnostics;
using Residua.App;
using Residua.App.Output;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

/// <summary>Terminals and pipes that go away: what is done is saved, and the exit code says that something was not told.</summary>
public sealed class StandardStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StandardStreamTests()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Streams that cannot be written are made by bash and /dev/full.");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--help >/dev/full", "Standard output could not be written")]
    [InlineData("--help >&-", "Standard output could not be written")]
    [InlineData("data list --json >/dev/full", "Standard output could not be written")]
    [InlineData("nonsense 2>/dev/full", "")]
    [InlineData("nonsense 2>&-", "")]
    public void A_full_or_closed_stream_is_exit_3_without_a_trace(string call, string said)
    {
        (int code, string error) = Bash($"dotnet \"$0\" {call}");
        Assert.Equal(call.StartsWith("nonsense", StringComparison.Ordinal) ? ExitCode.Usage : ExitCode.BadInput, code);
        Assert.Contains(said, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void What_others_write_to_the_same_file_stays()
    {
        string log = _folder["log"];
        (int code, _) = Bash($"{{ echo first; dotnet \"$0\" nonsense; dotnet \"$0\" data list --json; echo last; }} >'{log}' 2>&1");
        Assert.Equal(ExitCode.Done, code);
        string[] lines = File.ReadAllLines(log);
        Assert.Equal(("first", "last"), (lines[0], lines[^1]));
        Assert.StartsWith("residua has no command 'nonsense'", lines[1]);
        Assert.Equal("{", lines[2]);
    }

    [Fact]
    public void A_reader_that_has_gone_is_exit_3() =>
        Assert.Equal("3", Bash("{ sleep 0.2; dotnet \"$0\" --help; echo $? >&2; } | true").Error.Trim().Split('\n')[^1]);

    [Fact]
    public void A_training_that_loses_its_terminal_is_saved_as_at_Ctrl_C()
    {
        string run = _folder["run"];
        using Process training = ProgramProcess.Start(
            ["train", "--data", SmallRun.Data(_folder), "--out", run, "--neurons", "16", "--layers", "3", "--batch", "1", "--epochs", "100000", "--threads", "1"]);
        Studies.SmallStudy.Until(() => File.Exists(Path.Combine(run, "checkpoint", "checkpoint.safetensors")), "it trains");
        training.StandardError.Close(); // the pipe has no reader any more
        Assert.True(training.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Equal(ExitCode.BadInput, training.ExitCode);
        Assert.Equal(RunState.Interrupted, RunFolder.Open(run).State);
        Assert.NotEmpty(RunFolder.Open(run).Metrics);
    }

    [Fact]
    public void The_first_failure_is_told_once_and_nothing_throws()
    {
        int told = 0;
        using StandardWriter writer = new(new Full(), "Standard error");
        writer.Broken += () => told++;
        writer.WriteLine("a");
        writer.Write('b');
        writer.Flush();
        Assert.Equal((1, "Standard error could not be written: no space."), (told, writer.Fault));
    }

    private static (int Code, string Error) Bash(string command)
    {
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", command, Path.Combine(AppContext.BaseDirectory, "Residua.App.dll")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, error);
    }

    private sealed class Full : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("no space");

        public override void Write(char value) => throw new IOException("no space");
    }
}
