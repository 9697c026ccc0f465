using System.Collections.Immutable;
using Residua.Runs;

namespace Residua.App.Explorer.Services;

/// <summary>
/// The runs below the explored folder, looked at once a second while anyone watches. A request names a run by its <see cref="RunCard.Id"/>,
/// which is looked up among those found: no path is ever made of what a request says.
/// </summary>
internal sealed class RunCatalog(ExplorerOptions options) : BackgroundService
{
    private const int Depth = 3;
    private static readonly TimeSpan s_watched = TimeSpan.FromSeconds(1), s_idle = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Stamp, RunCard Card)> _known = []; // by path
    private ImmutableArray<RunCard> _runs = [];
    private Action? _changed;
    private bool _isLookedAt;

    /// <summary>Raised, on any thread, when something of any run has changed.</summary>
    public event Action? Changed
    {
        add
        {
            lock (_gate)
            {
                _changed += value;
            }
        }

        remove
        {
            lock (_gate)
            {
                _changed -= value;
            }
        }
    }

    /// <summary>The explored folder.</summary>
    public string Folder => options.Folder;

    /// <summary>All runs, the newest first.</summary>
    public ImmutableArray<RunCard> Runs
    {
        get
        {
            if (!_isLookedAt)
            {
                Refresh();
            }

            return _runs;
        }
    }

    /// <summary>A run; null where there is none of that id.</summary>
    public RunCard? Find(string? id) => Runs.FirstOrDefault(run => run.Id == id);

    /// <summary>Looks at the folder now.</summary>
    public void Refresh()
    {
        bool changed;
        lock (_gate)
        {
            ImmutableArray<RunCard> now = [.. Folders(options.Folder, 0).Select(Look).OrderByDescending(run => run.Changed).ThenBy(run => run.Id, StringComparer.Ordinal)];
            foreach (string gone in _known.Keys.Except(now.Select(run => run.Path)).ToArray())
            {
                _known.Remove(gone);
            }

            changed = !now.SequenceEqual(_runs);
            (_runs, _isLookedAt) = (now, true);
        }

        if (changed)
        {
            _changed?.Invoke();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Run(Refresh, stoppingToken);
            await Task.Delay(_changed is null ? s_idle : s_watched, stoppingToken);
        }
    }

    private static IEnumerable<string> Folders(string folder, int depth)
    {
        if (File.Exists(Path.Combine(folder, "spec.json")))
        {
            return [folder];
        }

        if (depth == Depth)
        {
            return [];
        }

        try
        {
            return [.. Directory.GetDirectories(folder).Where(child => !Path.GetFileName(child).StartsWith('.')).SelectMany(child => Folders(child, depth + 1))];
        }
        catch (UnauthorizedAccessException)
        {
            return [folder]; // shown with the reason
        }
        catch (IOException)
        {
            return []; // gone meanwhile
        }
    }

    // A run is read again only where one of its files has changed.
    private RunCard Look(string path)
    {
        string stamp = Stamp(path);
        if (!_known.TryGetValue(path, out (string Stamp, RunCard Card) known) || known.Stamp != stamp)
        {
            _known[path] = known = (stamp, Read(path));
        }

        return known.Card;
    }

    private RunCard Read(string path)
    {
        string id = Path.GetRelativePath(options.Folder, path).Replace(Path.DirectorySeparatorChar, '~');
        FileInfo[] files = [];
        try
        {
            files = new DirectoryInfo(path).GetFiles("*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = FileAttributes.ReparsePoint });
            RunFolder run = RunFolder.Open(path);
            return Card(null) with
            {
                Name = run.Spec.Name,
                Spec = run.Spec,
                Network = run.Network,
                Environment = run.Environment,
                State = run.State,
                Metrics = [.. run.Metrics],
                Progress = run.ReadProgress(),
                Results = run.Results,
            };
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Card(failure.Message);
        }

        RunCard Card(string? damage) => new(id, path, damage)
        {
            Name = Path.GetFileName(path),
            Changed = files.Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(Directory.GetLastWriteTimeUtc(path)).Max(),
            Size = files.Sum(file => file.Length),
        };
    }

    private static string Stamp(string path)
    {
        string[] watched = ["spec.json", "environment.json", "metrics.jsonl", "progress.json", "model.safetensors", "checkpoint", "results", "report.html"];
        try
        {
            return string.Join(' ', watched.Select(name => File.GetLastWriteTimeUtc(Path.Combine(path, name)).Ticks)) + (RunLock.IsHeld(path) ? " held" : "");
        }
        catch (UnauthorizedAccessException)
        {
            return "closed"; // reading it says why
        }
    }
}
