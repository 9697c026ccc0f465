using System.ComponentModel;
using System.Diagnostics;
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
    private static readonly string s_lacking = Lacking();

    private readonly SmallStudy _study;

    public SlurmTests()
    {
        if (s_lacking.Length > 0)
        {
            Assert.Skip(s_lacking);
        }

        _study = new();
    }

    public void Dispose()
    {
        if (StudyFolder.Is(_study.Path))
        {
            ProgramProcess.Run("sweep", "cancel", _study.Path);
            SmallStudy.Until(() => !Queued(), "the queue is empty", 120);
        }

        _study.Dispose();
    }

    [Fact]
    public void A_study_of_24_quick_runs_is_the_same_as_on_this_machine_to_the_bit()
    {
        string[] grid = ["--preset", "quick-shared", "--grid", "epochs=1", "limit=640", "neurons=200,256", "weights=shared,variable", "layers=5,10", "seed=1..3"];
        SmallStudy.Run(["sweep", "--out", _study["here"], .. grid, "--jobs", "2"]);
        SmallStudy.Run(["sweep", "--out", _study.Path, .. grid, "--engine", "slurm", "--wait"]);
        Assert.Equal(new() { ["done"] = 24 }, _study.Counts());
        Assert.Equal(File.ReadAllBytes(Path.Combine(_study["here"], "table.csv")), File.ReadAllBytes(Path.Combine(_study.Path, "table.csv")));
        foreach (string model in Directory.GetFiles(Path.Combine(_study["here"], "runs"), "model.safetensors", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(model.Replace(_study["here"], _study.Path, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Submitting_returns_at_once_and_twice_submits_nothing_twice()
    {
        string[] sweep = [.. _study.LongSweep(5000, "seed=1..3"), "--engine", "slurm"];
        (int code, JsonElement document) = ProgramProcess.Json(sweep);
        Assert.Equal(ExitCode.Done, code);
        Assert.DoesNotContain("done", _study.Counts().Keys); // runs of many seconds: nobody waited for one
        Assert.StartsWith("Submitted 3 runs in 3 tasks as job ", document.GetProperty("submitted").GetString());
        (_, document) = ProgramProcess.Json(sweep);
        Assert.Equal("Nothing is left to submit; 3 were in the queue already.", document.GetProperty("submitted").GetString());
        Assert.StartsWith("Submitted 1 runs in 1 tasks", ProgramProcess.Json([.. _study.LongSweep(5000, "seed=1..4"), "--engine", "slurm"]).Document.GetProperty("submitted").GetString());

        (code, _, string error) = ProgramProcess.Run(_study.LongSweep(5000, "seed=1..4"));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("are in Slurm's queue", error);

        SmallStudy.Until(() => _study.Look().Any(cell => _study.Metrics(cell.Item.Id).Length > 2), "a task trains");
        Assert.True(_study.Counts()["running"] > 0);
        Assert.Equal(4, ProgramProcess.Json("sweep", "cancel", _study.Path).Document.GetProperty("takenFromQueue").GetInt32());
        SmallStudy.Until(() => !Queued(), "the queue is empty", 120);
        Assert.All(_study.Counts().Keys, state => Assert.Contains(state, new[] { "interrupted", "waiting" }));
        Assert.Contains("interrupted", _study.Counts().Keys); // a running task saved what it had
    }

    [Fact]
    public void More_cells_than_an_array_takes_go_several_to_a_task()
    {
        int largest = SlurmCluster.LargestArray();
        (_, JsonElement document) = ProgramProcess.Json([.. _study.Sweep("epochs=1", $"seed=1..{(largest + 1).ToString(CultureInfo.InvariantCulture)}"), "--engine", "slurm", "--dry-run"]);
        Assert.Contains($"--array=0-{((largest + 2) / 2) - 1}\n", document.GetProperty("script").GetString());

        Study study = new() { Name = "chunks", Grid = StudyGrid.Parse([$"data={_study.Data}", "neurons=16", "layers=3", "batch=20", "epochs=1", "seed=1..3"]), Analyze = [], Threads = 1, Device = "cpu" };
        Cell[] cells = study.Cells();
        StudyFolder.StartOrGrow(_study.Path, study, cells);
        Workload work = StudyFolder.WorkOf(_study.Path, study, cells);
        Submission submission = Submission.Of(work, work.Items, largestArray: 2, retries: 0, failFast: false);
        Assert.Equal([2, 1], submission.Tasks.Select(task => task.Length));
        SlurmCluster.Submit(submission.Store(_study.Path, SlurmScript.Of(_study.Path, submission, new() { Cpus = 1, Grace = 60 }, ChildProgram.Self, [])));
        SmallStudy.Until(() => _study.Look().All(cell => cell.State == CellState.Done), "all are done", 120);
    }

    [Fact]
    public void A_time_limit_saves_and_the_task_goes_back_into_the_queue()
    {
        // The limit is a minute; 30 s before it the task is told.
        SmallStudy.Run([.. _study.LongSweep(2500, "seed=1"), "--engine", "slurm", "--time", "1", "--grace", "30"]);
        string id = _study.Look().Single().Item.Id;
        SmallStudy.Until(() => _study.Metrics(id).Length > 3, "it trains", 60);
        SmallStudy.Until(() => File.ReadAllText(Log()).Contains("Stopping as soon as what is done can be kept", StringComparison.Ordinal), "the limit is near", 120);
        SmallStudy.Until(() => _study.Look().Single().State == CellState.Interrupted, "it has saved", 60);
        string[] before = _study.Metrics(id);
        SmallStudy.Until(() => GoesOn(), "it goes on", 300);
        Assert.Equal(before, _study.Metrics(id)[..before.Length]);
        Assert.Single(Directory.GetFiles(Path.Combine(_study.Path, "slurm"), "*.json")); // nobody submitted anything

        string Log() => Path.Combine(_study.Path, "slurm", "1-0.log");

        // Slurm starts what went back into the queue after two minutes, unless told to at once.
        bool GoesOn()
        {
            string job = Shell("squeue --noheader --format=%i --states=PENDING").Trim();
            Shell(job.Length > 0 ? $"scontrol update JobId={job} StartTime=now" : "true");
            return _study.Metrics(id).Length > before.Length;
        }
    }

    [Fact]
    public void A_task_that_is_killed_and_a_slurmd_that_is_killed_lose_nothing()
    {
        SmallStudy.Run([.. _study.LongSweep(400, "seed=1..2"), "--engine", "slurm"]);
        string[] ids = [.. _study.Look().Select(cell => cell.Item.Id)];
        SmallStudy.Until(() => ids.All(id => _study.Metrics(id).Length > 3), "both train", 120);
        Shell("pkill -KILL -x slurmd");
        Shell($"pkill -KILL -f 'sweep task {_study.Path} 1 0'");
        SmallStudy.Until(() => _study.Look()[0].State == CellState.Interrupted, "the worker of the task that was killed has saved");
        string[] before = _study.Metrics(ids[0]);
        Shell("slurmd");
        SmallStudy.Until(() => _study.Look()[1].State == CellState.Done, "the other task is done", 180);
        SmallStudy.Until(() => !Queued(), "Slurm knows it", 180);
        Assert.Equal(new() { ["done"] = 1, ["interrupted"] = 1 }, _study.Counts());

        SmallStudy.Run([.. _study.LongSweep(400, "seed=1..2"), "--engine", "slurm", "--wait"]);
        Assert.Equal(new() { ["done"] = 2 }, _study.Counts());
        Assert.Equal(before, _study.Metrics(ids[0])[..before.Length]);
    }

    [Fact]
    public void What_Slurm_refuses_is_told_and_leaves_nothing_submitted()
    {
        (int code, _, string error) = ProgramProcess.Run([.. _study.Sweep("epochs=1", "seed=1"), "--engine", "slurm", "--partition", "none"]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("Slurm does not take the study: ", error);
        Assert.Contains("invalid partition", error);
        Assert.Empty(Submission.All(_study.Path));
    }

    [Fact]
    public void A_reproduction_is_submitted_and_reported_by_the_same_command()
    {
        string[] reproduce = ["reproduce", "--quick", "--only", "shared-adaptive", "--seeds", "2", "--out", _study["reproduction"], "--engine", "slurm"];
        (int code, JsonElement document) = ProgramProcess.Json(reproduce);
        Assert.Equal((ExitCode.Done, "Submitted 2 runs in 2 tasks"), (code, document.GetProperty("submitted").GetString()![..27]));
        (code, document) = ProgramProcess.Json([.. reproduce, "--wait"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, document.GetProperty("networks").GetArrayLength());
        Assert.True(File.Exists(Path.Combine(_study["reproduction"], "report.html")));
    }

    private static bool Queued() => Shell("squeue --noheader").Contains("residua", StringComparison.Ordinal);

    private static string Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Lacking()
    {
        const string What = "There is no Slurm on this machine that takes jobs; .ci/slurm-node makes one on Debian, as root.";
        try
        {
            if (!Shell("scontrol show config").Contains("= residua\n", StringComparison.Ordinal))
            {
                return What; // tests kill daemons: of no other cluster
            }

            using Process process = Process.Start(new ProcessStartInfo("sinfo", ["--noheader", "--format=%T"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string states = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && (states.Contains("idle", StringComparison.Ordinal) || states.Contains("mixed", StringComparison.Ordinal) || states.Contains("allocated", StringComparison.Ordinal)) ? "" : What;
        }
        catch (Win32Exception)
        {
            return What;
        }
    }
}
