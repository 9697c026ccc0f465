using System.Text.Json;
using Residua.App;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stopped_it_goes_on_and_ends_in_a_report_and_a_scorecard()
    {
        string folder = _folder["all"];
        using CancellationTokenSource stop = new();
        using Timer watch = new(_ => StopOnceTrained(folder, stop), null, 0, 20);
        (int code, _, string error) = Cli.Run(stop.Token, "reproduce", "--quick", "--only", "shared", "--out", folder);
        Assert.True(code == ExitCode.Interrupted, error);
        Assert.Contains($"--out", error);

        (code, JsonElement document) = Cli.Json("reproduce", "--quick", "--only", "shared", "--out", folder, "--quiet");
        Assert.Equal(ExitCode.Done, code);
        JsonElement net = Assert.Single(document.GetProperty("networks").EnumerateArray());
        Assert.InRange(net.GetProperty("testError").GetDouble(), 0, 0.03); // the drawn digits, by the quick recipe
        Dictionary<string, string> verdicts = document.GetProperty("scorecard").GetProperty("claims").EnumerateArray()
            .ToDictionary(claim => claim.GetProperty("id").GetString()!, claim => claim.GetProperty("verdict").GetString()!);
        Assert.Equal(17, verdicts.Count);
        Assert.NotEqual("notMeasured", verdicts["C3"]);
        Assert.Equal("notMeasured", verdicts["C1"]); // a claim about MNIST
        Assert.Equal("notMeasured", verdicts["C4"]); // its network was not trained

        string report = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.All(new[] { "figure-2a", "figure-3a", "figure-3b", "training", "contact-sheet" }, name => Assert.Contains($"id=\"{name}\"", report));
        Assert.True(File.Exists(Path.Combine(folder, "scorecard.json")));
        Assert.True(File.Exists(Path.Combine(folder, "shared-seed1", "report.html")));

        (code, _, error) = Cli.Run("reproduce", "--quick", "--only", "variable", "--out", folder);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("holds a reproduction of shared", error);
    }

    // In the middle of training, however fast the machine is: once an epoch is done.
    private static void StopOnceTrained(string folder, CancellationTokenSource stop)
    {
        string metrics = Path.Combine(folder, "shared-seed1", "metrics.jsonl");
        if (!stop.IsCancellationRequested && File.Exists(metrics) && File.ReadLines(metrics).Count() > 1)
        {
            stop.Cancel();
        }
    }

    [Theory]
    [InlineData("--only", "shred", "one of shared")]
    [InlineData("--seeds", "0", "--seeds wants")]
    [InlineData("--seeds", "2000000000", "--seeds wants at most")]
    public void Misuse_is_told_in_a_sentence(string option, string value, string sentence)
    {
        (int code, _, string error) = Cli.Run("reproduce", "--quick", option, value, "--out", _folder["none"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public void Missing_data_exits_3()
    {
        (int code, _, string error) = Cli.Run("reproduce", "--data", _folder["nowhere"]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("nowhere", error);
    }
}
