using Residua.Runs;

namespace Residua.App.Explorer.Services;

/// <summary>What was computed and loaded last, so that many browsers that look at the same wait for it once.</summary>
internal sealed class RecentResults(NetworkShelf shelf)
{
    private const int Most = 24;

    private readonly Lock _gate = new();
    private readonly List<(object Key, object Value)> _kept = []; // the last used at the end

    /// <summary>Computes with a run's network by <see cref="NetworkShelf.Use"/>, unless the same was computed lately.</summary>
    /// <param name="run">The run.</param>
    /// <param name="choice">What is asked, a value; with the weights it says all that the answer depends on.</param>
    /// <param name="compute">The computation.</param>
    /// <param name="stop">Ends it, and the waiting for it.</param>
    public Task<T> Compute<T>(RunCard run, object choice, Func<LoadedNetwork, CancellationToken, T> compute, CancellationToken stop)
        where T : class
    {
        object key = (typeof(T), Stamp(run, "model.safetensors"), choice);
        return Find<T>(key) is { } known ? Task.FromResult(known) : shelf.Use(run, loaded => Find<T>(key) ?? Keep(key, compute(loaded, stop)), stop);
    }

    /// <summary>Loads a stored result away from the caller's thread, unless it was loaded lately and has not changed.</summary>
    public Task<T> Load<T>(RunCard run, string analysis, Func<RunFolder, T> load)
        where T : class
    {
        object key = (typeof(T), Stamp(run, Path.Combine("results", analysis + ".json")), analysis);
        return Find<T>(key) is { } known ? Task.FromResult(known) : Task.Run(() => Find<T>(key) ?? Keep(key, load(RunFolder.Open(run.Path))));
    }

    /// <summary>What a file of a run is as of now: another value once it is written anew.</summary>
    public static (string Path, long Ticks) Stamp(RunCard run, string file)
    {
        string path = Path.Combine(run.Path, file);
        return (path, File.GetLastWriteTimeUtc(path).Ticks);
    }

    private T? Find<T>(object key)
        where T : class
    {
        lock (_gate)
        {
            int at = _kept.FindIndex(one => one.Key.Equals(key));
            if (at < 0)
            {
                return null;
            }

            (object Key, object Value) found = _kept[at];
            _kept.RemoveAt(at);
            _kept.Add(found);
            return (T)found.Value;
        }
    }

    private T Keep<T>(object key, T value)
        where T : class
    {
        lock (_gate)
        {
            _kept.Add((key, value));
            if (_kept.Count > Most)
            {
                _kept.RemoveAt(0);
            }
        }

        return value;
    }
}
