using System.Text.Json;
using Residua.App;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class EmbeddingCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("trajectories", 20)]
    [InlineData("points", 60)]
    public void Transients_in_the_plane_are_stored_and_printed(string of, int points)
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement result) = Cli.Json("analyze", run, "--what", "umap", "--umap-of", of, "--samples", "20", "--umap-neighbours", "6", "--umap-min-dist", "0.3");
        Assert.Equal(ExitCode.Done, code);
        if (result.TryGetProperty("results", out JsonElement results))
        {
            result = results.GetProperty("umap");
        }

        Assert.Equal((6, 0.3, 20), (result.GetProperty("neighbours").GetInt32(), result.GetProperty("minDistance").GetDouble(), result.GetProperty("samples").GetInt32()));
        Assert.InRange(result.GetProperty("umap").GetProperty("trustworthiness").GetDouble(), 0.1, 1);
        Assert.Equal(of == "points" ? JsonValueKind.Null : JsonValueKind.Number, result.GetProperty("neighbourAccuracy").ValueKind);
        IReadOnlyDictionary<string, NpyArray> arrays = RunFolder.Open(run).ReadArrays("umap");
        Assert.Equal([points, 2L], arrays["umap"].Shape);
        Assert.Equal(points, arrays["class"].Length);
        Assert.Equal(of == "points" ? 3 : 0, arrays["layer"].AsInts().ToArray().Max());
    }

    [Theory]
    [InlineData("--umap-of planes", "--umap-of wants one of trajectories, points, not 'planes'.")]
    [InlineData("--samples 10 --umap-neighbours 11", "--umap-neighbours 2 to 10")]
    [InlineData("--samples 20 --umap-min-dist 3", "--umap-min-dist from 0 to below 3")]
    public void Options_are_checked(string options, string sentence)
    {
        (int code, _, string error) = Cli.Run(["analyze", SmallRun.Train(_folder), "--what", "umap", "--quiet", .. options.Split(' ')]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
    }

    [Fact]
    public void Separability_is_stored_and_printed()
    {
        string run = SmallRun.Train(_folder);
        (int code, string output, string error) = Cli.Run("analyze", run, "--what", "separability", "--probe-train", "40", "--probe-test", "20");
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("Probe on y(1..T)", output);
        Residua.Analysis.SeparabilityResult stored = RunFolder.Open(run).ReadResult<Residua.Analysis.SeparabilityResult>("separability");
        Assert.Equal((40, 20, 4), (stored.TrainSamples, stored.TestSamples, stored.Layers.Length));
        Assert.InRange(stored.TransientAccuracy, 0, 1);
        Assert.False(double.IsNaN(stored.NetworkAccuracy));
    }
}
