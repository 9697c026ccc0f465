using Residua.App;
using Residua.App.Studies;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>Cells of a study: the runs they come to, their ids, and grids that make none.</summary>
public sealed class StudyTests
{
    [Fact]
    public void Cells_cross_the_factors_the_last_the_fastest()
    {
        Cell[] cells = Of("layers=5,10", "seed=1..3").Cells();
        Assert.Equal(["layers=5 seed=1", "layers=5 seed=2", "layers=5 seed=3", "layers=10 seed=1", "layers=10 seed=2", "layers=10 seed=3"], cells.Select(cell => cell.Label));
        Assert.All(cells, cell => Assert.Equal(cell.Label, $"layers={cell.Spec.Network.Layers} seed={cell.Spec.Seed}"));
        Assert.Equal(6, cells.Select(cell => cell.Id).Distinct().Count());
    }

    [Fact]
    public void An_id_is_of_the_run_not_of_the_grid()
    {
        string alone = Of("layers=10").Cells().Single().Id;
        Assert.Contains(alone, Of("layers=5,10", "seed=1..3").Cells().Select(cell => cell.Id)); // the default seed is 1
        Assert.Contains(alone, Of("seed=0..2", "layers=10,20", "activation=logistic,relu").Cells().Select(cell => cell.Id));
        Assert.DoesNotContain(alone, Of("layers=10", "seed=2..9").Cells().Select(cell => cell.Id));
    }

    [Fact]
    public void A_preset_is_a_start_or_a_factor()
    {
        Cell[] cells = Of("preset=quick-shared,quick-mlp").Cells();
        Assert.Equal(["quick-shared", "quick-mlp"], cells.Select(cell => cell.Spec.Preset));
        Assert.Equal(cells[0].Id, (Of("seed=1") with { Preset = "quick-shared" }).Cells().Single().Id);
        Assert.Contains("leave one out", Refused(Of("preset=quick-shared") with { Preset = "quick-mlp" }));
    }

    [Theory]
    [InlineData("The cell layers=9 weights=5+5 makes no run", "layers=10,9", "weights=5+5")]
    [InlineData("The cell epochs=-1 makes no run: --epochs wants", "epochs=-1")]
    [InlineData("The cell seed=x makes no run: seed wants a whole number", "seed=x")]
    [InlineData("The cell preset=none makes no run: There is no preset", "preset=none")]
    [InlineData("The cell threshold=0.1 makes no run: --threshold belongs to --adaptive-depth", "threshold=0.1")]
    [InlineData("come to the same run", "decay=0.01,1e-2")]
    public void A_cell_that_makes_no_run_is_refused_by_its_factors(string message, params string[] grid) => Assert.Contains(message, Refused(Of(grid)));

    [Fact]
    public void An_unknown_analysis_is_refused() => Assert.Contains("--analyze wants one of", Refused(Of("seed=1") with { Analyze = ["none"] }));

    [Fact]
    public void Factors_that_make_no_difference_are_told()
    {
        string note = Assert.Single(Study.IdleFactors(Of("momentum=0.5,0.9", "optimizer=adamw,sgd").Cells()));
        Assert.Contains("--momentum makes no difference: only --optimizer sgd has a momentum, in 2 cells, such as momentum=0.5 optimizer=adamw", note);
    }

    [Fact]
    public void A_study_grows_and_never_loses_cells()
    {
        using TemporaryFolder folder = new();
        Study small = Of("layers=5,10", "seed=1..2");
        StudyFolder.StartOrGrow(folder["study"], small, small.Cells());
        foreach (Study grown in new[] { Of("layers=5,10,15", "seed=1..3"), Of("layers=5,10,15", "seed=1..3", "activation=logistic,relu") })
        {
            StudyFolder.StartOrGrow(folder["study"], grown, grown.Cells());
            Assert.Equal(grown.Cells().Select(cell => cell.Id), StudyFolder.Open(folder["study"]).Cells().Select(cell => cell.Id));
        }

        Study less = Of("layers=5,15", "seed=1..3", "activation=logistic,relu");
        Assert.Contains("leaves out, such as layers=10 seed=1", Assert.Throws<UsageException>(() => StudyFolder.StartOrGrow(folder["study"], less, less.Cells())).Message);
        Study otherThreads = StudyFolder.Open(folder["study"]) with { Threads = 7 };
        Assert.Contains("computed with 1 threads", Assert.Throws<UsageException>(() => StudyFolder.StartOrGrow(folder["study"], otherThreads, otherThreads.Cells())).Message);
    }

    [Fact]
    public void A_grid_without_factors_is_refused() => Assert.Contains("The grid is empty", Assert.Throws<UsageException>(() => StudyGrid.Parse([])).Message);

    [Fact]
    public void Runs_gathered_from_other_studies_make_a_study()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["runs"]);
        Directory.CreateDirectory(folder["cells"]);
        Study study = Of("seed=1");
        StudyFolder.StartOrGrow(folder.Path, study, study.Cells());
        Assert.True(StudyFolder.Is(folder.Path));
    }

    [Fact]
    public void A_folder_of_something_else_is_left_alone()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["mine.txt"], "");
        Study study = Of("seed=1");
        Assert.Throws<IOException>(() => StudyFolder.StartOrGrow(folder["."], study, study.Cells()));
        Assert.Throws<DirectoryNotFoundException>(() => StudyFolder.Open(folder["."]));
    }

    private static Study Of(params string[] grid) => new() { Name = "study", Grid = StudyGrid.Parse(grid), Analyze = [], Threads = 1, Device = "cpu" };

    private static string Refused(Study study) => Assert.Throws<UsageException>(() => study.Cells()).Message;
}
