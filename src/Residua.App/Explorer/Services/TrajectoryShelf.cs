namespace Residua.App.Explorer.Services;

/// <summary>Trajectories in memory, those of the last few runs looked at: all browsers share them.</summary>
internal sealed class TrajectoryShelf
{
    private const int Most = 4;
    private static readonly string[] s_files = ["class-trajectories.json", "class-trajectories.npz", "unroll.json", "unroll.npz"];

    private readonly Lock _gate = new();
    private readonly List<(string Key, Task<TrajectoryData?> Data)> _known = []; // the last used at the end

    /// <summary>Tells one content of a run's results from another.</summary>
    public static string Key(RunCard run) => string.Join(' ', s_files.Select(name => File.GetLastWriteTimeUtc(Path.Combine(run.Path, "results", name)).Ticks).Cast<object>().Prepend(run.Path));

    /// <summary>What a run holds, read away from the caller's thread; null where it holds nothing of it.</summary>
    /// <exception cref="IOException">A result cannot be read.</exception>
    /// <exception cref="InvalidDataException">A result is damaged.</exception>
    public Task<TrajectoryData?> Load(RunCard run)
    {
        string key = Key(run);
        lock (_gate)
        {
            int at = _known.FindIndex(one => one.Key == key && !one.Data.IsFaulted);
            (string, Task<TrajectoryData?>) found = at >= 0 ? _known[at] : (key, Task.Run(() => TrajectoryData.Load(run)));
            _known.RemoveAll(one => one.Key == key);
            _known.Add(found);
            if (_known.Count > Most)
            {
                _known.RemoveAt(0);
            }

            return found.Item2;
        }
    }
}
