using System.CommandLine;
using System.Text.Json;
using Residua.App;
using Residua.App.Analyses;
using Residua.App.Commands;
using Residua.App.Output;
using Residua.App.Reproduction;
using Residua.Runs;
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
        string[] command = ["--quick", "--only", "shared-attractor", "--data", SmallRun.Data(_folder), "--out", folder, "--threads", "1"];
        using CancellationTokenSource stop = new();
        Timer watch = new(_ => StopOnceTrained(folder, stop), null, 0, 1);
        Assert.Contains("--out", Assert.Throws<InterruptedException>(() => Reproduce(300, command, stop.Token)).Message);
        watch.Dispose();

        JsonElement document = Reproduce(300, command, CancellationToken.None);
        Assert.Single(document.GetProperty("networks").EnumerateArray());
        Dictionary<string, string> verdicts = document.GetProperty("scorecard").GetProperty("claims").EnumerateArray()
            .ToDictionary(claim => claim.GetProperty("id").GetString()!, claim => claim.GetProperty("verdict").GetString()!);
        Assert.Equal(17, verdicts.Count);
        Assert.NotEqual("notMeasured", verdicts["C3"]);
        Assert.Equal("notMeasured", verdicts["C1"]); // a claim about MNIST
        Assert.Equal("notMeasured", verdicts["C4"]); // its network was not trained

        string report = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.All(new[] { "figure-2a", "figure-3a", "figure-3b", "training", "contact-sheet" }, name => Assert.Contains($"id=\"{name}\"", report));
        Assert.True(File.Exists(Path.Combine(folder, "scorecard.json")));
        Assert.True(File.Exists(Path.Combine(folder, "shared-attractor-seed1", "report.html")));

        (int code, _, string error) = Cli.Run("reproduce", "--quick", "--only", "variable", "--out", folder);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("holds a reproduction of shared-attractor", error);
    }

    [Fact]
    public void Several_nets_and_seeds_make_one_scorecard()
    {
        string folder = _folder["two"], data = SmallRun.Data(_folder);
        JsonElement document = Reproduce("--quick", "--only", "shared-attractor,mlp", "--seeds", "2", "--data", data, "--out", folder, "--threads", "1");
        Assert.Equal(4, document.GetProperty("networks").GetArrayLength());
        JsonElement[] claims = [.. document.GetProperty("scorecard").GetProperty("claims").EnumerateArray()];
        JsonElement oscillation = claims.Single(claim => claim.GetProperty("id").GetString() == "C5");
        Assert.Contains("median of 2 seeds", oscillation.GetProperty("ours").GetString());
        Assert.Contains("of the perceptron", oscillation.GetProperty("over").GetString());
        Assert.EndsWith("seeds 1, 2", oscillation.GetProperty("over").GetString());
        Assert.Equal(JsonValueKind.Number, oscillation.GetProperty("measured")[0].GetProperty("intervalLow").ValueKind);
        Assert.Contains(claims, claim => claim.GetProperty("note").GetString()?.Contains("Seed 2: ", StringComparison.Ordinal) == true);

        string report = File.ReadAllText(Path.Combine(folder, "report.html"));
        Assert.All(new[] { "attractors", "figure-4", "figure-6bc", "eigenvalues-quick-mlp" }, name => Assert.Contains($"id=\"{name}\"", report));
        Assert.Contains("of seed 1, but for the one of attractors", report);
        Assert.Contains("Residual net, shared weights, seed 1", report);
    }

    [Fact]
    public void More_seeds_go_on_and_fewer_are_refused()
    {
        ReproductionPlan plan = new() { Quick = true, Data = "digits", Networks = ["shared"], Seeds = [1, 2, 3], Threads = 1, Device = "cpu" };
        plan.StartOrGoOnIn(_folder["plan"]);
        (plan with { Seeds = [1, 2, 3, 4, 5] }).StartOrGoOnIn(_folder["plan"]);
        Assert.Contains("seeds 1, 2, 3, 4, 5", Assert.Throws<UsageException>(() => plan.StartOrGoOnIn(_folder["plan"])).Message);
        Assert.Throws<UsageException>(() => (plan with { Seeds = [1, 2, 3, 4, 5], Threads = 2 }).StartOrGoOnIn(_folder["plan"]));
    }

    [Fact]
    public void There_is_a_preset_and_a_quick_one_for_every_network() => Assert.All(
        PaperNetwork.Names, network => Assert.True(Presets.All.ContainsKey(network) && Presets.All.ContainsKey("quick-" + network)));

    [Fact]
    public void Whatever_the_quick_one_leaves_out_of_a_network_it_does_of_another()
    {
        string[] names = [.. RunAnalyses.All().Select(analysis => analysis.Name)];
        Assert.All(names.Except(["weight-drift"]), name => Assert.True(PaperNetwork.Of("shared-attractor").Wants(name, quick: true)));
        Assert.True(PaperNetwork.Of("variable").Wants("weight-drift", quick: true));
        Assert.Subset(names.ToHashSet(), PaperNetwork.All.SelectMany(network => network.SlowAnalyses.Concat(network.Analyses ?? [])).ToHashSet());
        Assert.False(PaperNetwork.Of("mlp").Wants("separability", quick: true));
        Assert.True(PaperNetwork.Of("mlp").Wants("separability", quick: false));
        Assert.False(PaperNetwork.Of("shared").Wants("noise", quick: false));
    }

    [Fact]
    public void Adapted_depths_fill_their_claims()
    {
        JsonElement document = Reproduce("--quick", "--only", "shared,shared-adaptive,variable-adaptive", "--data", SmallRun.Data(_folder), "--out", _folder["depth"], "--threads", "1");
        Dictionary<string, JsonElement> claims = document.GetProperty("scorecard").GetProperty("claims").EnumerateArray().ToDictionary(claim => claim.GetProperty("id").GetString()!);
        Assert.NotEqual("notMeasured", claims["C13"].GetProperty("verdict").GetString());
        Assert.Equal("notMeasured", claims["C12"].GetProperty("verdict").GetString()); // its error is one on MNIST
        Assert.Contains("id=\"depth\"", File.ReadAllText(Path.Combine(_folder["depth"], "report.html")));
        Assert.Empty(RunFolder.Open(Path.Combine(_folder["depth"], "shared-adaptive-seed1")).Results);
    }

    // The command with recipes of 8 neurons and 3 layers, so that it takes seconds.
    private static JsonElement Reproduce(params string[] args) => Reproduce(2, args, TestContext.Current.CancellationToken);

    private static JsonElement Reproduce(int epochs, string[] args, CancellationToken stop)
    {
        RunSpec Small(string name)
        {
            RunSpec spec = Presets.Get(name);
            return spec with { Network = spec.Network with { Neurons = 8, Layers = 3 }, Training = spec.Training! with { Epochs = epochs } };
        }

        GlobalOptions options = new();
        ReproduceCommand verb = new(Small);
        RootCommand root = [verb];
        foreach (Option option in options.All)
        {
            root.Options.Add(option);
        }

        Invocation call = new(root.Parse(["reproduce", .. args]), verb, options, TextWriter.Null, stop);
        return JsonDocument.Parse(JsonText.Of(verb.Run(call).Document)).RootElement;
    }

    [Fact]
    public void A_run_that_is_not_the_preset_s_is_refused()
    {
        string folder = _folder["foreign"], run = Path.Combine(folder, "shared-seed1"), data = SmallRun.Data(_folder);
        new ReproductionPlan { Quick = true, Data = data, Networks = ["shared"], Seeds = [1], Threads = 1, Device = "cpu" }.StartOrGoOnIn(folder);
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(data, run), "--quiet"]).Code);
        (int code, _, string error) = Cli.Run("reproduce", "--quick", "--only", "shared", "--data", data, "--out", folder, "--quiet");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("holds a run of another specification than preset quick-shared", error);
        Assert.Empty(RunFolder.Open(run).Results);
    }

    // In the middle of training, however fast the machine is: once an epoch is done.
    private static void StopOnceTrained(string folder, CancellationTokenSource stop)
    {
        string metrics = Path.Combine(folder, "shared-attractor-seed1", "metrics.jsonl");
        if (!stop.IsCancellationRequested && File.Exists(metrics) && File.ReadLines(metrics).Count() > 1)
        {
            stop.Cancel();
        }
    }

    [Theory]
    [InlineData("--only", "shred", "one of shared-attractor")]
    [InlineData("--seeds", "0", "--seeds wants")]
    [InlineData("--seeds", "2000000000", "--seeds wants a whole number from 1 to 1000")]
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
