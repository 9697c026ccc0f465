using System.Text.Json;
using Residua.Analysis;
using Residua.App;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class AnalyzeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_result_of_other_weights_or_of_an_older_program_is_made_again()
    {
        string path = SmallRun.Train(_folder), other = _folder["other"], data = _folder["data"];
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(data, other), "--quiet"]).Code);
        string[] all = [.. All(path), "--with", other];
        Assert.Equal(ExitCode.Done, Cli.Run(all).Code);
        RunFolder run = RunFolder.Open(path);
        string settings = run.ResultSettings("lesion")!;
        Assert.StartsWith($"version 2; weights {run.WeightsSha256()}; ", settings);
        Assert.Equal("run in other", run.ReadResult<CkaResult>("cka").Other);

        run.WriteResult("lesion", run.ReadResult<LesionResult>("lesion"), settings: settings.Replace(run.WeightsSha256(), new string('0', 64), StringComparison.Ordinal));
        run.WriteResult("transients", run.ReadResult<TransientResult>("transients"), settings: run.ResultSettings("transients")!.Replace("version 1", "version 0", StringComparison.Ordinal));
        Directory.Delete(other, recursive: true);
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(data, other), "--seed", "2", "--quiet"]).Code);
        Assert.Equal(["cka", "lesion", "noise", "transients"], Done(Cli.Json(all).Document));
    }

    [Fact]
    public void One_that_fails_does_not_end_the_others()
    {
        string path = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json([.. All(path), "--umap-min-dist", "5"]);
        Assert.Equal(ExitCode.Usage, code);
        JsonProperty failed = Assert.Single(document.GetProperty("failed").EnumerateObject());
        Assert.Equal("umap", failed.Name);
        Assert.Contains("--umap-min-dist from 0 to below 3", failed.Value.GetString());
        Assert.Contains("separability", Done(document)); // which comes after it
        Assert.Contains("id=\"separability\"", File.ReadAllText(Path.Combine(path, "report.html")));
    }

    [Fact]
    public void Where_one_of_several_fails_the_report_tells_of_those_before()
    {
        string path = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run("analyze", path, "--what", "saturation,umap", "--depth", "30", "--samples", "20", "--umap-min-dist", "5", "--quiet");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("id=\"saturation\"", File.ReadAllText(Path.Combine(path, "report.html")));
    }

    [Fact]
    public void The_first_layer_is_a_layer_too()
    {
        string path = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run("analyze", path, "--what", "class-residuals,eigenvalues,interactions", "--depth", "1", "--samples", "20", "--quiet");
        Assert.True(code == ExitCode.Done, error);
        Assert.Equal(1, RunFolder.Open(path).ReadResult<ClassResidualsResult>("class-residuals").Layer);
        Assert.Equal(1, RunFolder.Open(path).ReadResult<JacobianEigenvaluesResult>("eigenvalues").Layer);
    }

    [Fact]
    public void A_damaged_result_is_left_out_of_the_report_and_made_again()
    {
        string path = SmallRun.Train(_folder);
        string[] all = All(path);
        Assert.Equal(ExitCode.Done, Cli.Run(all).Code);
        string damaged = Path.Combine(path, "results", "saturation.npz");
        byte[] bytes = File.ReadAllBytes(damaged);
        bytes[^30] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        File.Delete(Path.Combine(path, "results", "sensitive-neurons-by-magnitude.json"));

        (int code, _, string error) = Cli.Run("analyze", path, "--what", "fixed-point-count");
        Assert.True(code == ExitCode.Done, error);
        string report = File.ReadAllText(Path.Combine(path, "report.html"));
        Assert.Contains("the result saturation is left out", report);
        Assert.Contains("the result sensitive-neurons is left out", report);
        Assert.DoesNotContain("id=\"saturation\"", report);
        Assert.Contains("id=\"lesion\"", report);

        Assert.Equal(["saturation", "sensitive-neurons"], Done(Cli.Json(all).Document).Order());
        Assert.DoesNotContain("is left out", File.ReadAllText(Path.Combine(path, "report.html")));
    }

    [Theory]
    [InlineData("separability --samples 20", "--samples makes no difference to --what separability.")]
    [InlineData("fixed-point-count --split train", "--split makes no difference to --what fixed-point-count.")]
    [InlineData("sensitivity --saturation 0.25", "--saturation wants a number above 0 and below 0.25")]
    [InlineData("fixed-points --saturation 0", "--saturation wants a number above 0 and below 0.25")]
    [InlineData("transients --transient-tolerance 0", "--transient-tolerance wants a number above 0.")]
    [InlineData("lesion --lesion ,", "--lesion wants one of skip, residual-noise, weight-noise, not ''.")]
    [InlineData("oscillation --oscillation-window 5000", "--oscillation-window wants a whole number from 8 to 1024, not ")]
    [InlineData("noise --noise-amplitudes 1,0.1", "--noise-amplitudes wants positive numbers, ascending")]
    [InlineData("noise --noise-amplitudes ,", "--noise-amplitudes wants positive numbers, ascending")]
    [InlineData("noise-flow --noise-flow-amplitudes 0", "--noise-flow-amplitudes wants positive numbers, ascending")]
    public void Options_that_make_no_sense_or_no_difference_are_refused(string options, string sentence)
    {
        string path = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(["analyze", path, "--quiet", "--what", .. options.Split(' ')]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
        Assert.Empty(RunFolder.Open(path).Results);
    }

    private static string[] All(string run) => ["analyze", run, "--what", "all", "--depth", "30", "--samples", "20"];

    private static IEnumerable<string> Done(JsonElement document) => document.GetProperty("results").EnumerateObject().Select(result => result.Name).Order();
}
