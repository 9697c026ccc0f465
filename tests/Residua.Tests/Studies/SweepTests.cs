using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Residua.App;
using Residua.App.Studies;
using Residua.Runs;
using Residua.Tests.App;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>Sweeps by processes on this machine: what they make, how they go on, and what no death of a process takes from them.</summary>
[Collection(TestStreams.Sweeps)]
public sealed class SweepTests : IDisposable
{
    private readonly SmallStudy _study = new();

    public void Dispose() => _study.Dispose();

    [Fact]
    public void Every_cell_is_the_run_that_train_makes()
    {
        SmallStudy.Run(_study.Sweep("epochs=2", "weights=shared,variable", "seed=1..2"));
        Assert.Equal(new() { ["done"] = 4 }, _study.Counts());
        SmallStudy.Run("train", "--data", _study.Data, "--neurons", "16", "--layers", "3", "--batch", "20", "--epochs", "2", "--weights", "variable", "--seed", "2", "--threads", "1", "--out", _study["alone"]);
        CellStatus cell = _study.Look().Single(cell => cell.Item.Label.EndsWith("weights=variable seed=2", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_study["alone"], "model.safetensors")), _study.Models()[cell.Item.Id]);
        Assert.Equal(RunFolder.Open(_study["alone"]).Metrics[^1].TestError, cell.Note!.Values["test_error"]);
        Assert.True(File.Exists(Path.Combine(StudyFolder.RunOf(_study.Path, cell.Item.Id), "report.html")));

        string[] table = _study.Table();
        Assert.StartsWith("id,data,neurons,layers,batch,epochs,weights,seed,state,reason,test_error,", table[0]);
        Assert.Equal(5, table.Length);
        Assert.All(table[1..], row => Assert.Contains(",done,,", row));
    }

    [Fact]
    public void The_same_command_again_keeps_what_is_done_and_adds_what_is_new()
    {
        SmallStudy.Run(_study.Sweep("epochs=1", "seed=1..2"));
        Dictionary<string, DateTime> written = _study.Look().ToDictionary(cell => cell.Item.Id, cell => Written(cell.Item.Id));
        SmallStudy.Run(_study.Sweep("epochs=1", "seed=1..2"));
        Assert.All(written, cell => Assert.Equal(cell.Value, Written(cell.Key)));

        SmallStudy.Run(_study.Sweep("epochs=1", "seed=1..3"));
        Assert.Equal(3, _study.Counts()["done"]);
        Assert.All(written, cell => Assert.Equal(cell.Value, Written(cell.Key)));

        SmallStudy.Run([.. _study.Sweep("epochs=1", "seed=1..3"), "--analyze", "weight-drift,unroll"]); // the first does not apply to shared weights
        Assert.All(_study.Look(), cell => Assert.Equal((CellState.Done, "unroll", "weight-drift"), (cell.State, cell.Note!.Analyses.Single(), cell.Note.LeftOut.Keys.Single())));
        Assert.Contains("C3.shareBelow001", _study.Table()[0]);
        Assert.All(written, cell => Assert.Equal(cell.Value, Written(cell.Key)));

        DateTime Written(string id) => File.GetLastWriteTimeUtc(Path.Combine(StudyFolder.RunOf(_study.Path, id), "model.safetensors"));
    }

    [Fact]
    public void A_cell_that_fails_spoils_no_other_and_says_why()
    {
        string[] sweep = _study.Sweep("epochs=1", "activation=identity", "clip=0", "warmup=0", "learning-rate=1e-3,1e30", "seed=1..2");
        (int code, string output, _) = ProgramProcess.Run([.. sweep, "--jobs", "1"]);
        Assert.Equal(ExitCode.Diverged, code);
        Assert.Contains("done", output);
        Assert.Equal(new() { ["done"] = 2, ["failed"] = 2 }, _study.Counts());
        CellStatus failed = _study.Look().First(cell => cell.State == CellState.Failed);
        Assert.Equal(1, failed.Note!.Attempts); // it would diverge again
        Assert.Contains(_study.Table(), row => row.Contains(",failed,", StringComparison.Ordinal) && row.Contains("diverged at step", StringComparison.Ordinal));
    }

    [Fact]
    public void With_fail_fast_the_first_failure_is_the_last_run()
    {
        (int code, _, _) = ProgramProcess.Run([.. _study.Sweep("epochs=1", "activation=identity", "clip=0", "warmup=0", "learning-rate=1e30,1e-3", "seed=1..2"), "--jobs", "1", "--fail-fast"]);
        Assert.Equal(ExitCode.Diverged, code);
        Assert.Equal(new() { ["failed"] = 1, ["waiting"] = 3 }, _study.Counts());
    }

    [Fact]
    public void A_run_that_is_killed_is_tried_again_from_its_checkpoint()
    {
        SmallStudy.Run(_study.LongSweep(100, "seed=1"));
        byte[] whole = _study.Models().Single().Value;
        string id = _study.Look().Single().Item.Id;
        Directory.Delete(_study.Path, recursive: true);

        using Process sweep = ProgramProcess.Start(_study.LongSweep(100, "seed=1"));
        SmallStudy.Until(() => _study.Metrics(id).Length > 3, "three epochs are trained");
        Kill("KILL", WorkerOf(id));
        string[] before = _study.Metrics(id);
        string error = sweep.StandardError.ReadToEnd();
        sweep.WaitForExit();
        Assert.True(sweep.ExitCode == ExitCode.Done, error);
        Assert.Contains("ended by signal 9", error);
        Assert.Equal(whole, _study.Models().Single().Value);
        Assert.Equal(before[..^1], _study.Metrics(id)[..(before.Length - 1)]); // seconds and all: they were not trained again
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", ExitCode.Interrupted)]
    [InlineData("INT", ExitCode.Interrupted)]
    public void A_sweep_that_is_ended_goes_on_where_it_was(string signal, int expected)
    {
        using Process sweep = ProgramProcess.Start([.. _study.LongSweep(100, "seed=1..2"), "--jobs", "2"]);
        SmallStudy.Until(() => StudyFolder.Is(_study.Path) && _study.Look().All(cell => _study.Metrics(cell.Item.Id).Length > 3), "both runs are at it");
        Kill(signal, sweep.Id);
        sweep.WaitForExit();
        Assert.Equal(expected, sweep.ExitCode);
        SmallStudy.Until(() => !_study.Look().Any(cell => cell.State == CellState.Running), "its workers have saved and ended");
        Dictionary<string, string[]> before = _study.Look().ToDictionary(cell => cell.Item.Id, cell => _study.Metrics(cell.Item.Id));
        Assert.Equal(new() { ["interrupted"] = 2 }, _study.Counts());
        Assert.All(_study.Look(), cell => Assert.Equal(RunState.Interrupted, RunFolder.Open(StudyFolder.RunOf(_study.Path, cell.Item.Id)).State));

        SmallStudy.Run([.. _study.LongSweep(100, "seed=1..2"), "--jobs", "2"]);
        Assert.Equal(new() { ["done"] = 2 }, _study.Counts());
        Assert.All(before, cell => Assert.Equal(cell.Value, _study.Metrics(cell.Key)[..cell.Value.Length]));
    }

    [Fact]
    public void A_second_sweep_says_that_there_is_one_and_cancel_ends_it()
    {
        using Process sweep = ProgramProcess.Start(_study.LongSweep(5000, "seed=1"));
        SmallStudy.Until(() => StudyFolder.Is(_study.Path) && _study.Look().Any(cell => cell.State == CellState.Running), "the run is at it");
        Assert.Equal(1, _study.Counts()["running"]);
        (int code, _, string error) = ProgramProcess.Run(_study.LongSweep(5000, "seed=1"));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains($"is being swept by process {sweep.Id.ToString(CultureInfo.InvariantCulture)} on {Environment.MachineName}", error);

        (code, JsonElement document) = ProgramProcess.Json("sweep", "cancel", _study.Path);
        Assert.Equal((ExitCode.Done, true), (code, document.GetProperty("sweepStopped").GetBoolean()));
        sweep.WaitForExit();
        Assert.Equal(ExitCode.Interrupted, sweep.ExitCode);
        Assert.Equal(new() { ["interrupted"] = 1 }, _study.Counts());
        (_, document) = ProgramProcess.Json("sweep", "cancel", _study.Path);
        Assert.False(document.GetProperty("sweepStopped").GetBoolean());
    }

    [Fact]
    public void A_study_is_read_from_a_file_and_goes_on_from_its_folder()
    {
        string file = _study["depth.json"];
        File.WriteAllText(file, $$"""
            { // comments are allowed
              "grid": { "data": {{JsonSerializer.Serialize(_study.Data)}}, "neurons": 16, "layers": [2, 3], "batch": 20, "epochs": 1, "seed": "1..2" },
              "analyze": ["unroll"]
            }
            """);
        SmallStudy.Run("sweep", file, "--out", _study.Path);
        Assert.Equal("depth", StudyFolder.Open(_study.Path).Name);
        Assert.Equal(4, _study.Counts()["done"]);
        SmallStudy.Run("sweep", _study.Path);
    }

    [Theory]
    [InlineData(ExitCode.Usage, "Give a study's file or folder, or --grid", "sweep")]
    [InlineData(ExitCode.Usage, "There is no factor 'depth'", "sweep", "--grid", "depth=1")]
    [InlineData(ExitCode.Usage, "empty range 5..1", "sweep", "--grid", "seed=5..1")]
    [InlineData(ExitCode.Usage, "The cell layers=5 weights=6+6 makes no run", "sweep", "--grid", "layers=5", "weights=6+6")]
    [InlineData(ExitCode.Usage, "The cell data=digits pool=3 makes no run", "sweep", "--grid", "data=digits", "pool=3")]
    [InlineData(ExitCode.Usage, "The cell data=digits limit=10 validation=10 makes no run", "sweep", "--grid", "data=digits", "limit=10", "validation=10")]
    [InlineData(ExitCode.Usage, "--time belongs to --engine slurm", "sweep", "--grid", "seed=1", "--time", "1:00:00")]
    [InlineData(ExitCode.Usage, "--jobs belongs to --engine local", "sweep", "--grid", "seed=1", "--engine", "slurm", "--jobs", "2")]
    [InlineData(ExitCode.Usage, "--time belongs to --engine slurm", "sweep", "--grid", "seed=1", "--threads", "1", "--time", "1:00:00")]
    [InlineData(ExitCode.Usage, "--cpus wants the 4 threads of each run or more, not 2", "sweep", "--grid", "seed=1", "--engine", "slurm", "--threads", "4", "--cpus", "2")]
    [InlineData(ExitCode.Usage, "--retries wants a whole number from 0 to ", "sweep", "--grid", "seed=1", "--retries", "-1")]
    [InlineData(ExitCode.Usage, "--engine wants one of local, slurm", "sweep", "--grid", "seed=1", "--engine", "pbs")]
    [InlineData(ExitCode.BadInput, "no.json", "sweep", "no.json")]
    [InlineData(ExitCode.BadInput, "is no study's folder", "sweep", "status", ".")]
    [InlineData(ExitCode.BadInput, "is no study's folder", "compare", ".")]
    public void What_makes_no_study_is_refused_before_anything_starts(int expected, string message, params string[] args)
    {
        (int code, _, string error) = ProgramProcess.Run([.. args, .. args[0] == "sweep" && args.Length > 1 && args[1] == "--grid" ? new[] { "--out", _study.Path } : []]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error);
        Assert.False(Path.Exists(_study.Path));
    }

    [Fact]
    public void A_grid_of_ten_thousand_cells_is_planned_and_looked_at_in_seconds()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The processor time of a program is taken by bash.");
        }

        string[] grid = ["--grid", "data=digits", "seed=1..1000", "layers=5,10", "weights=shared,variable", "learning-rate=1e-3", "decay=0,0.01,0.02,0.03,0.04,0.05,0.06,0.07,0.08,0.09"];
        string[] ten = [.. grid[..2], "seed=1..250", .. grid[3..]];
        // On an idle machine both take about a second; on a busy one even processor time is twice that.
        (int code, string output, double planning) = ProgramProcess.Timed(["sweep", "--out", _study.Path, .. ten, "--dry-run"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("10,000", output);
        Assert.True(planning < 4, $"Planning took {planning:F2} s of processor time.");

        Study study = new() { Name = "large", Grid = StudyGrid.Parse(ten[1..]), Analyze = [], Threads = 1, Device = "cpu" };
        Cell[] cells = study.Cells();
        StudyFolder.StartOrGrow(_study.Path, study, cells);
        Workload work = StudyFolder.WorkOf(_study.Path, study, cells);
        foreach (WorkItem item in work.Items.Where((_, i) => i % 2 == 0)) // half of them done
        {
            Directory.CreateDirectory(Path.Combine(work.RunOf(item.Id)));
            File.WriteAllBytes(Path.Combine(work.RunOf(item.Id), "model.safetensors"), []);
            Directory.CreateDirectory(work.FolderOf(item.Id));
            CellNote note = new() { Id = item.Id, Outcome = CellOutcome.Done, Values = new Dictionary<string, double> { ["test_error"] = 0.1, ["layers_left"] = 5 } };
            File.WriteAllText(Path.Combine(work.FolderOf(item.Id), "note.json"), ChecksummedJson.ToLine(note));
        }

        (code, output, double looking) = ProgramProcess.Timed("sweep", "status", _study.Path);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("5,000 of 10,000", output);
        Assert.True(looking < 4, $"Looking took {looking:F2} s of processor time.");
    }

    // The worker is the process whose command line has the cell's id.
    private static int WorkerOf(string id) => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int process) ? process : 0)
        .First(process => process > 0 && CommandLine(process).Contains($"\0cell\0", StringComparison.Ordinal) && CommandLine(process).Contains(id, StringComparison.Ordinal));

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void Kill(string signal, int process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
