using System.Text.Json;
using Residua.Analysis;
using Residua.App;
using Residua.App.Analyses;
using Residua.Runs;
using Residua.Systems;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.App;

public sealed class NoiseCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Noise_and_noise_flow_are_stored_and_drawn()
    {
        string run = SmallRun.Train(_folder);
        (int code, JsonElement document) = Cli.Json(
            "analyze", run, "--what", "noise,noise-flow", "--samples", "20", "--noise-amplitudes", "0.01,1", "--noise-realisations", "2", "--noise-error-levels", "0.3,0.6", "--noise-norm", "l1",
            "--noise-target", "all", "--noise-clip", "--noise-range", "positive", "--noise-flow-amplitudes", "0.001,0.2", "--noise-flow-steps", "3");
        Assert.Equal(ExitCode.Done, code);
        JsonElement noise = document.GetProperty("results").GetProperty("noise");
        Assert.Equal((20, 2), (noise.GetProperty("overall").GetProperty("samples").GetInt32(), noise.GetProperty("overall").GetProperty("ratio").GetProperty("mean").GetArrayLength()));
        NoiseRobustnessResult stored = new NoiseAnalysis().Load(RunFolder.Open(run));
        Assert.Equal((NoiseNorm.L1, 2), (stored.Options.Norm, stored.Options.Realisations));
        Assert.Equal(new InputNoise { Distribution = NoiseDistribution.PositiveUniform, Target = NoiseTarget.All, Clip = true, Seed = stored.Options.Noise.Seed }, stored.Options.Noise);
        Assert.Equal([0.3, 0.6], stored.Crossings.Select(crossing => crossing.Level));
        Assert.Equal(0, stored.LayerRatio[0].Count(double.IsNaN));
        NoiseFlowResult flow = new NoiseFlowAnalysis().Load(RunFolder.Open(run));
        Assert.Equal((3, 2, false), (flow.Options.StepsPerLayer, flow.Amplitudes.Length, flow.Perceptron));
        Assert.Equal(NoiseTarget.All, flow.Options.Noise.Target);
        Assert.All(new[] { "figure-4", "noise-flow" }, name => Assert.True(File.Exists(Path.Combine(run, "figures", name + ".svg"))));
    }

    [Fact]
    public void Another_run_is_measured_on_the_same_images_and_noise_and_drawn_beside_it()
    {
        string run = SmallRun.Train(_folder), other = _folder["other"];
        (int code, _, string error) = Cli.Run([.. SmallRun.Options(_folder["data"], other), "--quiet", "--noise-regularizer", "0.5"]);
        Assert.True(code == ExitCode.Done, error);
        string[] options = ["--what", "noise", "--samples", "20", "--noise-amplitudes", "0.1,1", "--noise-realisations", "2"];
        Assert.Equal(ExitCode.Done, Cli.Run(["analyze", other, .. options]).Code);
        (code, string text, _) = Cli.Run(["analyze", run, .. options, "--with", other]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("Beside it", text);
        NoiseRobustnessResult own = new NoiseAnalysis().Load(RunFolder.Open(run)), alone = new NoiseAnalysis().Load(RunFolder.Open(other));
        Assert.EndsWith(" in other", own.OtherName); // both runs have the same name, so its folder's is said too
        Assert.Equal(alone.Overall.Ratio.Mean, own.Other!.Overall.Ratio.Mean);
        Assert.NotEqual(own.Overall.Ratio.Mean, own.Other.Overall.Ratio.Mean);
        string[] rows = File.ReadAllLines(Directory.EnumerateFiles(Path.Combine(run, "figures"), "figure-4.csv").Single());
        Assert.Equal([RunFolder.Open(run).Spec.Name, own.OtherName], rows.Skip(1).Select(row => row.Split(',')[0]).Distinct().Order());
    }

    [Fact]
    public void Options_are_checked()
    {
        string run = SmallRun.Train(_folder);
        Refused("noise --noise-range positive --noise-distribution gaussian", "not with --noise-distribution gaussian");
        Refused("noise --noise-amplitudes 0.1,0.01", "wants positive numbers, ascending");
        Refused("noise --noise-error-levels 0.5,5", "wants shares between 0 and 1");
        Refused("noise --noise-norm l3", "--noise-norm wants one of l2, l1, elementwise");
        Refused("noise-flow --noise-norm l1", "--noise-norm belongs to --what noise");
        Refused("noise-flow --noise-flow-steps 0", "--noise-flow-steps wants a whole number from 1 to ");
        Assert.Empty(RunFolder.Open(run).Results);

        void Refused(string options, string sentence)
        {
            (int code, _, string error) = Cli.Run(["analyze", run, "--quiet", "--samples", "10", "--what", .. options.Split(' ')]);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains(sentence, error);
        }
    }
}
