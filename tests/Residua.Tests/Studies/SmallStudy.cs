using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Residua.App;
using Residua.App.Studies;
using Residua.Tests.App;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>A study of the smallest networks, and what its folder shows.</summary>
internal sealed class SmallStudy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallStudy() => Data = SmallRun.Data(_folder);

    public string Data { get; }

    public string Path => _folder["study"];

    public string this[string name] => _folder[name];

    /// <summary>Arguments of a sweep over some factors; each run takes a moment.</summary>
    public string[] Sweep(params string[] grid) => ["sweep", "--out", Path, "--grid", $"data={Data}", "neurons=16", "layers=3", "batch=20", .. grid];

    /// <summary>The same with runs of many seconds: each epoch is 60 steps.</summary>
    public string[] LongSweep(int epochs, params string[] grid) =>
        ["sweep", "--out", Path, "--grid", $"data={Data}", "neurons=16", "layers=3", "batch=1", $"epochs={epochs.ToString(CultureInfo.InvariantCulture)}", .. grid];

    /// <summary>Calls the program; it must end well.</summary>
    public static string Run(params string[] args)
    {
        (int code, string output, string error) = ProgramProcess.Run(args);
        Assert.True(code == ExitCode.Done, $"{output}{error}");
        return error;
    }

    /// <summary>Cells and how they stand, by the files alone.</summary>
    public CellStatus[] Look()
    {
        Study study = StudyFolder.Open(Path);
        return StudyFolder.WorkOf(Path, study, study.Cells()).Look();
    }

    /// <summary>The counts of `sweep status`.</summary>
    public Dictionary<string, int> Counts()
    {
        (int code, JsonElement document) = ProgramProcess.Json("sweep", "status", Path);
        Assert.Equal(ExitCode.Done, code);
        return document.GetProperty("counts").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32());
    }

    /// <summary>The lines of table.csv.</summary>
    public string[] Table() => File.ReadAllLines(System.IO.Path.Combine(Path, "table.csv"));

    /// <summary>The bytes of every model, by cell.</summary>
    public Dictionary<string, byte[]> Models() =>
        Look().ToDictionary(cell => cell.Item.Id, cell => File.ReadAllBytes(System.IO.Path.Combine(StudyFolder.RunOf(Path, cell.Item.Id), "model.safetensors")));

    /// <summary>The lines of the metrics of a cell's run, as far as there are any.</summary>
    public string[] Metrics(string id)
    {
        string path = System.IO.Path.Combine(StudyFolder.RunOf(Path, id), "metrics.jsonl");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    /// <summary>Waits until something is so; a minute at most unless more is said.</summary>
    public static void Until(Func<bool> isSo, string what, int seconds = 60)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds, $"After {seconds} s it was not so: {what}.");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        Until(() => !StudyFolder.Is(Path) || !Look().Any(cell => cell.State == CellState.Running), "no run is worked on any more");
        _folder.Dispose();
    }
}
