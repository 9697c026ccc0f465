using System.Text.Json;
using Residua.App;
using Residua.App.Studies;
using Residua.Tests.App;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>`residua compare` on studies whose numbers are made up, so that means and differences are known.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_factors_make_a_map_with_means_and_paired_differences()
    {
        Make(cell => 0.01 * cell.Spec.Network.Layers + (cell.Spec.Network.Weights == "variable" ? 0.1 : 0) + (0.001 * cell.Spec.Seed), "layers=5,10", "weights=shared,variable", "seed=1..3");
        (int code, JsonElement answer) = Cli.Json("compare", _folder["study"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(["layers", "weights"], answer.GetProperty("by").EnumerateArray().Select(word => word.GetString()));
        JsonElement last = answer.GetProperty("means").EnumerateArray().Last();
        Assert.Equal(0.202, last.GetProperty("overSeeds").GetProperty("mean").GetDouble(), 12);
        foreach ((JsonElement factor, double expected) in answer.GetProperty("differences").EnumerateArray().Zip([0.05, 0.1]))
        {
            JsonElement level = factor.GetProperty("levels").EnumerateArray().Single().GetProperty("overSeeds");
            Assert.Equal(expected, level.GetProperty("mean").GetDouble(), 12);
            Assert.Equal(expected, level.GetProperty("high").GetDouble(), 12); // seeds and the other factor drop out
        }

        foreach (string file in new[] { "test_error-by-layers-and-weights.png", "test_error-by-layers-and-weights.svg", "test_error-by-layers-and-weights.csv", "test_error-by-layers-and-weights-differences.csv" })
        {
            Assert.True(new FileInfo(Path.Combine(_folder["study"], "compare", file)).Length > 100, file);
        }

        string[] csv = File.ReadAllLines(Path.Combine(_folder["study"], "compare", "test_error-by-layers-and-weights.csv"));
        Assert.Equal("layers,weights,cells,seeds,mean,interval_low,interval_high", csv[0]);
        Assert.Equal(5, csv.Length);
    }

    [Theory]
    [InlineData("layers=5,10,15", "layers", 3)]
    [InlineData("weights=shared,variable", "weights", 2)]
    public void One_factor_makes_points(string grid, string factor, int levels)
    {
        Make(cell => 0.01 * cell.Spec.Seed, grid, "seed=1..2");
        (int code, string output, _) = Cli.Run("compare", _folder["study"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("test error (%), over 2 seeds", output);
        Assert.Contains("1.50 %", output);
        Assert.Equal(levels + 1, File.ReadAllLines(Path.Combine(_folder["study"], "compare", $"test_error-by-{factor}.csv")).Length);
    }

    [Fact]
    public void Cells_that_are_not_done_are_left_out_and_it_says_so()
    {
        Make(cell => cell.Spec.Seed == 2 && cell.Spec.Network.Layers == 10 ? double.NaN : 0.1, "layers=5,10", "seed=1..2");
        (int code, _, string error) = Cli.Run("compare", _folder["study"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("1 of 4 cells are not done", error);
        (_, JsonElement answer) = Cli.Json("compare", _folder["study"]);
        Assert.Equal(1, answer.GetProperty("differences")[0].GetProperty("levels")[0].GetProperty("values").GetInt32());
    }

    [Fact]
    public void The_first_value_of_the_grid_is_the_reference_whatever_is_done()
    {
        Make(cell => cell.Spec.Seed == 1 && cell.Spec.Network.Layers == 5 ? double.NaN : 0.01 * cell.Spec.Network.Layers, "seed=1..3", "layers=5,10");
        (_, JsonElement answer) = Cli.Json("compare", _folder["study"]);
        JsonElement difference = answer.GetProperty("differences")[0];
        Assert.Equal(("5", "10"), (difference.GetProperty("from").GetString(), difference.GetProperty("levels")[0].GetProperty("level").GetString()));
        Assert.Equal(0.05, difference.GetProperty("levels")[0].GetProperty("overSeeds").GetProperty("mean").GetDouble(), 12);
        Assert.Equal(["5", "10"], answer.GetProperty("means").EnumerateArray().Select(mean => mean.GetProperty("levels")[0].GetString()));
    }

    [Theory]
    [InlineData("--by wants one of layers, weights, activation, seed, not 'depth'", "--by", "depth")]
    [InlineData("A figure shows one or two factors; choose by --by of layers, weights, activation.")]
    [InlineData("names layers twice", "--by", "layers,layers")]
    [InlineData("--of wants one of test_error, not 'nothing'", "--by", "layers", "--of", "nothing")]
    public void What_cannot_be_compared_is_said(string message, params string[] options)
    {
        Make(_ => 0.1, "layers=5,10", "weights=shared,variable", "activation=logistic,relu", "seed=1");
        (int code, _, string error) = Cli.Run(["compare", _folder["study"], .. options]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, error);
    }

    [Fact]
    public void A_study_of_seeds_alone_and_one_with_nothing_done_say_what_to_do()
    {
        Make(_ => 0.1, "seed=1..3");
        Assert.Contains("varies no factor but the seed; say by --by", Cli.Run("compare", _folder["study"]).Error);
        Directory.Delete(_folder["study"], recursive: true);
        Make(_ => double.NaN, "layers=5,10");
        Assert.Contains("is done yet", Cli.Run("compare", _folder["study"]).Error);
    }

    // A study whose cells are done with a test error each; those that are NaN are not.
    private void Make(Func<Cell, double> error, params string[] grid)
    {
        Study study = new() { Name = "study", Grid = StudyGrid.Parse(grid), Analyze = [], Threads = 1, Device = "cpu" };
        Cell[] cells = study.Cells();
        StudyFolder.StartOrGrow(_folder["study"], study, cells);
        Workload work = StudyFolder.WorkOf(_folder["study"], study, cells);
        foreach (Cell cell in cells.Where(cell => !double.IsNaN(error(cell))))
        {
            Directory.CreateDirectory(work.RunOf(cell.Id));
            File.WriteAllBytes(Path.Combine(work.RunOf(cell.Id), "model.safetensors"), []);
            work.Write(new() { Id = cell.Id, Outcome = CellOutcome.Done, Values = new Dictionary<string, double> { ["test_error"] = error(cell) } });
        }
    }
}
