using System.Globalization;
using System.Text.Json;
using Residua.App;
using Residua.App.Studies;
using Residua.Tests.App;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>Studies on a real Slurm, of one node.</summary>
[Collection(TestStreams.Slurm)]
public sealed class SlurmTests : IDisposable
{
    private readonly SlurmStudy _slurm = new();

    private SmallStudy Small => _slurm.Small;

    public void Dispose() => _slurm.Dispose();

    [Fact]
    public void A_study_is_the_same_as_on_this_machine_to_the_bit()
    {
        string[] grid =
        [
            "--grid", $"data={Small.Data}", "batch=20", "epochs=1", "layers=3", "neurons=16,20", "weights=shared,variable", "seed=1..2",
        ];
        SmallStudy.Run(["sweep", "--out", Small["here"], .. grid, "--jobs", "2"]);
        SmallStudy.Run(["sweep", "--out", Small.Path, .. grid, "--engine", "slurm", "--wait"]);
        Assert.Equal(new() { ["done"] = 8 }, Small.Counts());
        Assert.Equal(File.ReadAllBytes(Path.Combine(Small["here"], "table.csv")), File.ReadAllBytes(Path.Combine(Small.Path, "table.csv")));
        foreach (string model in Directory.GetFiles(Path.Combine(Small["here"], "runs"), "model.safetensors", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(model.Replace(Small["here"], Small.Path, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Submitting_returns_at_once_and_twice_submits_nothing_twice()
    {
        string[] sweep = [.. Small.LongSweep(5000, "seed=1..3"), "--engine", "slurm"];
        (int code, JsonElement document) = ProgramProcess.Json(sweep);
        Assert.Equal(ExitCode.Done, code);
        Assert.DoesNotContain("done", Small.Counts().Keys); // runs of many seconds: nobody waited for one
        Assert.StartsWith("Submitted 3 runs in 3 tasks as job ", document.GetProperty("submitted").GetString());
        (_, document) = ProgramProcess.Json(sweep);
        Assert.Equal("Nothing is left to submit; 3 were in the queue already.", document.GetProperty("submitted").GetString());
        Assert.StartsWith("Submitted 1 runs in 1 tasks", ProgramProcess.Json([.. Small.LongSweep(5000, "seed=1..4"), "--engine", "slurm"]).Document.GetProperty("submitted").GetString());

        (code, _, string error) = ProgramProcess.Run(Small.LongSweep(5000, "seed=1..4"));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("are in Slurm's queue", error);

        SmallStudy.Until(() => Small.Look().Any(cell => Small.Metrics(cell.Item.Id).Length > 2), "a task trains");
        Assert.True(Small.Counts()["running"] > 0);
        Assert.Equal(4, ProgramProcess.Json("sweep", "cancel", Small.Path).Document.GetProperty("takenFromQueue").GetInt32());
        SmallStudy.Until(() => !_slurm.IsQueued, "the queue is empty", 120);
        Assert.All(Small.Counts().Keys, state => Assert.Contains(state, new[] { "interrupted", "waiting" }));
        Assert.Contains("interrupted", Small.Counts().Keys); // a running task saved what it had
    }

    [Fact]
    public void More_cells_than_an_array_takes_go_several_to_a_task()
    {
        int largest = SlurmCluster.LargestArray();
        (_, JsonElement document) = ProgramProcess.Json([.. Small.Sweep("epochs=1", $"seed=1..{(largest + 1).ToString(CultureInfo.InvariantCulture)}"), "--engine", "slurm", "--dry-run"]);
        Assert.Contains($"--array=0-{((largest + 2) / 2) - 1}\n", document.GetProperty("script").GetString());

        Study study = new() { Name = "chunks", Grid = StudyGrid.Parse([$"data={Small.Data}", "neurons=16", "layers=3", "batch=20", "epochs=1", "seed=1..3"]), Analyze = [], Threads = 1, Device = "cpu" };
        Cell[] cells = study.Cells();
        StudyFolder.StartOrGrow(Small.Path, study, cells);
        Workload work = StudyFolder.WorkOf(Small.Path, study, cells);
        Submission submission = Submission.Of(work, work.Items, largestArray: 2, retries: 0, failFast: false);
        Assert.Equal([2, 1], submission.Tasks.Select(task => task.Length));
        SlurmCluster.Submit(submission.Store(Small.Path, SlurmScript.Of(Small.Path, submission, new() { Cpus = 1, Grace = 60 }, ChildProgram.Self, [])));
        SmallStudy.Until(() => Small.Look().All(cell => cell.State == CellState.Done), "all are done", 120);
    }

    [Fact]
    public void A_task_that_is_killed_and_a_slurmd_that_is_killed_lose_nothing()
    {
        using IDisposable alone = SlurmStudy.KeepDaemons(); // before there are tasks, which would end meanwhile
        SmallStudy.Run([.. Small.LongSweep(600, "seed=1..2"), "--engine", "slurm"]);
        string[] ids = [.. Small.Look().Select(cell => cell.Item.Id)];
        SmallStudy.Until(() => ids.All(id => Small.Metrics(id).Length > 3), "both train", 120);
        string[] before;
        try
        {
            SlurmStudy.Shell("pkill -KILL -x slurmd");
            SlurmStudy.Shell($"pkill -KILL -f 'sweep task {Small.Path} 1 0'");
            SmallStudy.Until(() => Small.Look()[0].State == CellState.Interrupted, "the worker of the task that was killed has saved");
            before = Small.Metrics(ids[0]);
        }
        finally
        {
            SlurmStudy.Shell("slurmd"); // the other tests want it, whatever becomes of this one
        }

        SmallStudy.Until(() => Small.Look()[1].State == CellState.Done, "the other task is done", 180);
        SmallStudy.Until(() => !_slurm.IsQueued, "Slurm knows it", 180);
        Assert.Equal(new() { ["done"] = 1, ["interrupted"] = 1 }, Small.Counts());

        SmallStudy.Run([.. Small.LongSweep(600, "seed=1..2"), "--engine", "slurm", "--wait"]);
        Assert.Equal(new() { ["done"] = 2 }, Small.Counts());
        Assert.Equal(before, Small.Metrics(ids[0])[..before.Length]);
    }

    [Fact]
    public void What_Slurm_refuses_is_told_and_leaves_nothing_submitted()
    {
        (int code, _, string error) = ProgramProcess.Run([.. Small.Sweep("epochs=1", "seed=1"), "--engine", "slurm", "--partition", "none"]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("Slurm does not take the study: ", error);
        Assert.Contains("invalid partition", error);
        Assert.Empty(Submission.All(Small.Path));
    }

    [Fact]
    public void A_reproduction_is_submitted_and_reported_by_the_same_command()
    {
        string[] reproduce = ["reproduce", "--quick", "--only", "shared-adaptive", "--seeds", "2", "--out", Small["reproduction"], "--engine", "slurm"];
        (int code, JsonElement document) = ProgramProcess.Json(reproduce);
        Assert.Equal((ExitCode.Done, "Submitted 2 runs in 2 tasks"), (code, document.GetProperty("submitted").GetString()![..27]));
        (code, document) = ProgramProcess.Json([.. reproduce, "--wait"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, document.GetProperty("networks").GetArrayLength());
        Assert.True(File.Exists(Path.Combine(Small["reproduction"], "report.html")));
    }
}
