using System.Text.Json;
using Residua.App;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class SensitivityCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sensitivity_lesions_and_saturation_are_stored_and_drawn()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json(
            "analyze", run, "--what", "sensitivity,lesion,saturation", "--samples", "20", "--lesion", "skip,weight-noise", "--lesion-size", "0.5", "--depth", "30");
        Assert.Equal(ExitCode.Done, code);
        JsonElement results = document.GetProperty("results"), lesion = results.GetProperty("lesion");
        Assert.Equal(4, results.GetProperty("sensitivity").GetProperty("meanLog10Determinant").GetArrayLength());
        Assert.Equal((2, 0.5), (lesion.GetProperty("effects").GetArrayLength(), lesion.GetProperty("size").GetDouble()));
        Assert.Equal(30, results.GetProperty("saturation").GetProperty("layers").GetArrayLength());

        RunFolder folder = RunFolder.Open(run);
        Assert.Equal([20L, 4L], folder.ReadArrays("sensitivity")["log10_determinants"].Shape);
        Assert.Equal([5L, 30L], folder.ReadArrays("saturation")["share_low"].Shape);
        Assert.All(new[] { "sensitivity", "lesion", "saturation" }, name => Assert.True(File.Exists(Path.Combine(folder.FiguresPath, name + ".svg"))));
    }

    [Theory]
    [InlineData("weight-drift", "this network has one for all")]
    [InlineData("lesion --lesion cut", "--lesion wants one of skip, residual-noise, weight-noise, not 'cut'.")]
    [InlineData("lesion --lesion-draws 0", "--lesion-draws wants")]
    public void What_makes_no_sense_is_refused(string what, string sentence)
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(["analyze", run, "--quiet", "--what", .. what.Split(' ')]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
    }

    [Fact]
    public void Weight_drift_is_stored_for_variable_weights()
    {
        string run = _folder["variable"];
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), run), "--weights", "variable", "--quiet"]).Code);
        (int code, JsonElement document) = Cli.Json("analyze", run, "--what", "weight-drift");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, document.GetProperty("results").GetProperty("weight-drift").GetProperty("differences").GetArrayLength());
        Assert.True(File.Exists(Path.Combine(run, "figures", "weight-drift.svg")));
    }
}
