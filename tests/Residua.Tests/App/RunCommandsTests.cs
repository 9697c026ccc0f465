using System.Text.Json;
using Residua.Analysis;
using Residua.App;
using Residua.App.Analyses;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class RunCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Analyses_are_stored_in_the_run_and_printed()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json("analyze", run, "--what", "unroll,sensitive-neurons", "--depth", "40", "--samples", "20");
        Assert.Equal(ExitCode.Done, code);
        JsonElement unroll = document.GetProperty("results").GetProperty("unroll");
        Assert.Equal((40, 3), (unroll.GetProperty("depth").GetInt32(), unroll.GetProperty("trainedDepth").GetInt32()));
        Assert.Equal(JsonValueKind.Null, unroll.GetProperty("meanAbsoluteChange")[0].ValueKind);

        RunFolder folder = RunFolder.Open(run);
        Assert.Equal(["sensitive-neurons", "sensitive-neurons-by-magnitude", "unroll"], folder.Results);
        Assert.Equal([40L, 16L], folder.ReadArrays("unroll")["mean"].Shape);
    }

    [Fact]
    public void All_does_what_applies_and_goes_on_where_it_was()
    {
        string run = SmallRun.Train(_folder);
        string[] all = ["analyze", run, "--what", "all", "--depth", "30", "--samples", "20"];
        (int code, JsonElement document) = Cli.Json(all);
        Assert.Equal(ExitCode.Done, code);
        string[] done = [.. document.GetProperty("results").EnumerateObject().Select(result => result.Name)];
        Assert.Contains("unroll", done);
        Assert.Equal(
            RunAnalyses.All().Select(analysis => analysis.Name).Order(), done.Concat(document.GetProperty("skipped").EnumerateArray().Select(name => name.GetString()!)).Order());

        Assert.Empty(Cli.Json(all).Document.GetProperty("results").EnumerateObject());
        File.Delete(Path.Combine(run, "results", "unroll.json"));
        Assert.Equal(["unroll"], Cli.Json(all).Document.GetProperty("results").EnumerateObject().Select(result => result.Name));
        Assert.Contains("--what all stands alone", Cli.Run("analyze", run, "--what", "all,unroll").Error);
        Assert.Contains("unroll", Cli.Json([.. all, "--seed", "7"]).Document.GetProperty("results").EnumerateObject().Select(result => result.Name));
    }

    [Fact]
    public void A_stopped_analysis_says_so_and_keeps_what_is_done()
    {
        string run = SmallRun.Train(_folder);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        (int code, _, string error) = Cli.Run(stop.Token, "analyze", run, "--what", "all", "--depth", "30", "--samples", "20");
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains("what is done is kept", error);
    }

    [Fact]
    public void Fixed_points_and_eigenvalues_are_stored_with_their_arrays()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json(
            "analyze", run, "--what", "eigenvalues,fixed-points,fixed-point-count", "--depth", "60", "--samples", "20", "--eigen-samples", "1", "--fixed-samples", "2", "--fixed-layers", "20");
        Assert.Equal(ExitCode.Done, code);
        JsonElement results = document.GetProperty("results");
        Assert.Equal((10, 10), (results.GetProperty("eigenvalues").GetProperty("classMeans").GetArrayLength(), results.GetProperty("eigenvalues").GetProperty("samples").GetArrayLength()));
        Assert.Equal(20, results.GetProperty("fixed-points").GetProperty("endings").GetArrayLength());
        Assert.Equal(6, results.GetProperty("fixed-point-count").GetProperty("most").GetArrayLength());

        RunFolder folder = RunFolder.Open(run);
        Assert.Equal([20L, 16L], folder.ReadArrays("eigenvalues")["flow_real"].Shape);
        IReadOnlyDictionary<string, NpyArray> points = folder.ReadArrays("fixed-points");
        Assert.Equal(points["point"].Shape, points["x_init"].Shape);
        Assert.Equal(points["point"].Shape, points["eigenvalues_real"].Shape);
        Assert.Equal(points["point"].Shape[0], points["q"].Length);
        Assert.Contains(Directory.GetFiles(Path.Combine(run, "figures")), path => Path.GetFileName(path) == "eigenvalues.svg");
    }

    [Fact]
    public void Flow_oscillation_transients_and_interactions_are_stored_and_drawn()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json(
            "analyze", run, "--what", "flow,oscillation,transients,interactions", "--depth", "60", "--samples", "20", "--flow-halvings", "2",
            "--oscillation-window", "16", "--exponents", "2", "--exponent-samples", "3", "--transient-samples", "2", "--interaction-threshold", "0.5");
        Assert.Equal(ExitCode.Done, code);
        JsonElement results = document.GetProperty("results");
        Assert.Equal(("done", 3), (results.GetProperty("flow").GetProperty("outcome").GetString(), results.GetProperty("flow").GetProperty("euler").GetArrayLength()));
        Assert.Equal(8, results.GetProperty("oscillation").GetProperty("meanDistance").GetArrayLength());
        Assert.Equal(6, results.GetProperty("oscillation").GetProperty("stateExponents")[0].GetArrayLength());
        Assert.Equal((2, 9), (results.GetProperty("transients").GetProperty("mapReactivity").GetArrayLength(), results.GetProperty("transients").GetProperty("stateAmplification")[0].GetArrayLength()));
        Assert.Equal(10, results.GetProperty("interactions").GetProperty("classes").GetArrayLength());
        string[] drawn = [.. Directory.GetFiles(Path.Combine(run, "figures"), "*.svg").Select(path => Path.GetFileNameWithoutExtension(path)!)];
        Assert.Superset(new HashSet<string> { "flow", "oscillation", "transients", "interactions" }, drawn.ToHashSet());

        Assert.Contains("--flow-tolerance", Cli.Run("analyze", run, "--what", "flow", "--flow-tolerance", "2").Error);
        Assert.Contains("--interaction-threshold wants", Cli.Run("analyze", run, "--what", "interactions", "--interaction-threshold", "-1").Error);
    }

    [Fact]
    public void Classes_logits_cosines_and_layers_are_stored_and_read_back()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json(
            "analyze", run, "--what", "class-residuals,logit-attribution,cosine-similarity,cka", "--depth", "30", "--samples", "20", "--with", run);
        Assert.Equal(ExitCode.Done, code);
        JsonElement results = document.GetProperty("results");
        Assert.Equal(30, results.GetProperty("class-residuals").GetProperty("layer").GetInt32());
        Assert.Equal(4, results.GetProperty("logit-attribution").GetProperty("accuracy").GetArrayLength());
        Assert.Equal(100, results.GetProperty("cosine-similarity").GetProperty("state").GetProperty("values").GetArrayLength());
        Assert.Equal((9, 3), (results.GetProperty("cka").GetProperty("crossState").GetArrayLength(), results.GetProperty("cka").GetProperty("otherLayers").GetInt32()));

        RunFolder folder = RunFolder.Open(run);
        ClassResidualsResult classes = new ClassResidualsAnalysis().Load(folder);
        Assert.Equal((160, 160, 2), (classes.Mean.Length, classes.Deviation.Length, classes.Samples[0]));
        LogitAttributionResult logits = new LogitAttributionAnalysis().Load(folder);
        Assert.Equal((20, 20, 80), (logits.Labels.Length, logits.DecisionLayers.Length, logits.Margins.Length));
        Assert.All(new[] { "figure-5", "figure-6bc", "logit-attribution", "cka" }, name => Assert.True(File.Exists(Path.Combine(run, "figures", name + ".svg")), name));
    }

    [Fact]
    public void A_perceptron_s_logits_are_not_split_and_other_images_are_not_compared()
    {
        string run = _folder["mlp"], data = SmallRun.Data(_folder);
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(data, run), "--network", "perceptron", "--pool", "2", "--quiet"]).Code);
        (int code, _, string error) = Cli.Run("analyze", run, "--what", "logit-attribution");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("the last layer makes the logits alone", error);

        (code, _, error) = Cli.Run("analyze", run, "--what", "cka", "--with", SmallRun.Train(_folder));
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("the same images must do for both", error);
        Assert.Empty(RunFolder.Open(run).Results);
    }

    [Fact]
    public void The_layer_at_which_each_sample_settles_is_kept()
    {
        string run = SmallRun.Train(_folder);
        (int code, string output, string error) = Cli.Run("analyze", run, "--what", "unroll", "--depth", "30", "--samples", "20", "--settle", "10");
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("20 of 20 samples", output);
        IReadOnlyDictionary<string, NpyArray> arrays = RunFolder.Open(run).ReadArrays("unroll");
        Assert.All(arrays["layers_run"].AsInts().ToArray(), layers => Assert.Equal(2, layers)); // any change is small enough
        Assert.All(arrays["settled"].AsBools().ToArray(), Assert.True);
        Assert.Equal(20, arrays["labels"].Length);
    }

    [Fact]
    public void Signals_are_kept_where_asked_for()
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(
            "analyze", run, "--what", "unroll", "--depth", "9", "--samples", "10", "--record", "x,z", "--record-layers", "2,9", "--neurons", "0,5,15");
        Assert.True(code == ExitCode.Done, error);
        IReadOnlyDictionary<string, NpyArray> arrays = RunFolder.Open(run).ReadArrays("unroll");
        Assert.Equal([2L, 10L, 3L], arrays["x"].Shape);
        Assert.Equal([2L, 10L, 3L], arrays["z"].Shape);
        Assert.False(arrays.ContainsKey("y"));
        Assert.Equal([2, 9], arrays["signal_layers"].AsInts().ToArray());
        Assert.Equal([0, 5, 15], arrays["signal_neurons"].AsInts().ToArray());
        Assert.Equal(10, arrays["labels"].Length);
    }

    [Theory]
    [InlineData("--record-layers 2", "give --record")]
    [InlineData("--record q", "--record wants one of x, y, z, not 'q'.")]
    [InlineData("--record x --record-layers 50 --depth 9", "the rollout has layers 1 to 9")]
    [InlineData("--split all", "--split wants one of test, train, not 'all'.")]
    [InlineData("--samples 0", "--samples wants a whole number from 1 to ")]
    public void Options_of_an_analysis_are_checked(string options, string sentence)
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(["analyze", run, "--what", "unroll", "--quiet", .. options.Split(' ')]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
        Assert.Empty(RunFolder.Open(run).Results);
    }

    [Fact]
    public void Show_tells_what_a_run_is()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json("show", run);
        Assert.Equal((ExitCode.Done, "finished", 2), (code, document.GetProperty("state").GetString(), document.GetProperty("epochs").GetInt32()));
        Assert.Empty(document.GetProperty("damage").EnumerateArray());
        Assert.Contains("residual, shared weights, T = 3, N = 16", Cli.Run("show", run).Output);
    }

    [Theory]
    [InlineData("spec.json")]
    [InlineData("environment.json")]
    [InlineData("metrics.jsonl")]
    [InlineData("model.safetensors")]
    public void Damage_is_named_with_exit_3(string file)
    {
        string run = SmallRun.Train(_folder), path = Path.Combine(run, file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
        (int code, string output, string error) = Cli.Run("show", run, "--json");
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(file, output + error);
    }

    [Fact]
    public void Exported_weights_come_back_as_a_run()
    {
        string run = SmallRun.Train(_folder);
        string weights = Path.Combine(run, "model.safetensors");
        (int code, JsonElement document) = Cli.Json(
            "import", weights, "--layers", "3", "--data", _folder["data"], "--inputs", "16", "--out", _folder["back"]);
        Assert.Equal((ExitCode.Done, "imported"), (code, document.GetProperty("state").GetString()));
        Assert.Equal(File.ReadAllBytes(weights), File.ReadAllBytes(Path.Combine(_folder["back"], "model.safetensors")));
        Assert.Equal(ExitCode.Done, Cli.Run("analyze", _folder["back"], "--what", "unroll", "--depth", "5", "--samples", "10").Code);
    }

    [Fact]
    public void Weights_come_from_numpy_too_and_what_they_are_is_read_off_their_shapes()
    {
        Dictionary<string, NpyArray> arrays = new()
        {
            ["layers.0.weight"] = NpyArray.Of(new double[4], 2, 2),
            ["layers.1.weight"] = NpyArray.Of(new double[4], 2, 2),
            ["classifier.weight"] = NpyArray.Of(new double[6], 3, 2),
            ["embedding.projection"] = NpyArray.Of(new double[2], 2, 1),
        };
        Npz.Write(_folder["w.npz"], arrays);
        (int code, JsonElement document) = Cli.Json("import", _folder["w.npz"], "--out", _folder["run"], "--network", "perceptron");
        Assert.Equal(ExitCode.Done, code);
        JsonElement network = document.GetProperty("spec").GetProperty("network");
        Assert.Equal(
            ("perceptron", "variable", 2, 2, 3, 1, false, "orthogonal", "float64"),
            (network.GetProperty("network").GetString(), network.GetProperty("weights").GetString(), network.GetProperty("layers").GetInt32(),
                network.GetProperty("neurons").GetInt32(), network.GetProperty("classes").GetInt32(), network.GetProperty("inputs").GetInt32(),
                network.GetProperty("bias").GetBoolean(), network.GetProperty("embedding").GetString(), network.GetProperty("precision").GetString()));
    }

    [Fact]
    public void Square_weights_that_came_transposed_are_refused_where_there_are_images_to_tell_by()
    {
        string run = _folder["digits"];
        Assert.Equal(ExitCode.Done, Cli.Run("train", "--data", "digits", "--pool", "4", "--neurons", "64", "--layers", "6", "--epochs", "10", "--limit", "4000", "--learning-rate", "5e-3", "--threads", "1", "--out", run, "--quiet").Code);
        using SafetensorsFile file = Safetensors.Read(Path.Combine(run, "model.safetensors"));
        Dictionary<string, TorchSharp.torch.Tensor> turned = file.Tensors.ToDictionary(pair => pair.Key, pair => pair.Key == "layers.0.weight" ? pair.Value.t().contiguous() : pair.Value);
        Safetensors.Write(_folder["turned.safetensors"], turned);
        string[] import = ["--layers", "6", "--data", "digits", "--pool", "4", "--inputs", "49", "--out", _folder["back"]];
        (int code, _, string error) = Cli.Run(["import", _folder["turned.safetensors"], .. import]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("has its weights transposed", error);
        Assert.False(Directory.Exists(_folder["back"]));
        Assert.Equal(ExitCode.Done, Cli.Run(["import", Path.Combine(run, "model.safetensors"), .. import]).Code);
    }

    [Fact]
    public void Weights_of_another_shape_are_refused_by_name_and_leave_no_folder()
    {
        Npz.Write(_folder["w.npz"], new Dictionary<string, NpyArray>
        {
            ["layers.0.weight"] = NpyArray.Of(new float[4], 2, 2),
            ["classifier.weight"] = NpyArray.Of(new float[6], 2, 3),
        });
        (int code, _, string error) = Cli.Run("import", _folder["w.npz"], "--out", _folder["run"], "--inputs", "2");
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("classifier.weight has shape [2,3], but the network needs [2,2]", error);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Data_are_listed_and_verified()
    {
        (int code, JsonElement document) = Cli.Json("data", "list");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("mnist", document.GetProperty("dataSets").EnumerateArray().Select(set => set.GetProperty("name").GetString()));

        string data = SmallRun.Data(_folder);
        Assert.Equal(ExitCode.Done, Cli.Run("data", "verify", data).Code);
        File.WriteAllBytes(Path.Combine(data, "t10k-labels-idx1-ubyte"), [1, 2, 3]);
        (code, string output, _) = Cli.Run("data", "verify", data);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("t10k-labels-idx1-ubyte", output);
    }
}
