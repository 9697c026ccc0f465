using Residua.Runs;

namespace Residua.Benchmarks;

/// <summary>One way to do a job. Disposing it ends what it holds.</summary>
/// <param name="name">Who it is.</param>
/// <param name="run">One round: its seconds and its answer.</param>
/// <param name="end">What to dispose.</param>
internal sealed class Contestant(string name, Func<Lap> run, params IDisposable[] end) : IDisposable
{
    /// <summary>Who it is.</summary>
    public string Name => name;

    /// <summary>The share of the job that it does in a round; the time is divided by it.</summary>
    public double Share { get; init; } = 1;

    /// <summary>A script of bench/peers, started by its first round.</summary>
    /// <param name="bench">Where it runs.</param>
    /// <param name="name">Who it is.</param>
    /// <param name="script">The script's name.</param>
    /// <param name="arrays">What it works on.</param>
    /// <param name="share">The share of the job that it does in a round.</param>
    public static Contestant Python(Workbench bench, string name, string script, Func<IReadOnlyDictionary<string, NpyArray>> arrays, double share = 1)
    {
        PythonPeer? peer = null;
        return new(name, () => (peer ??= new(bench, name, script, arrays())).Run(), new Ending(() => peer?.Dispose())) { Share = share };
    }

    /// <summary>One round.</summary>
    public Lap Run() => run();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (IDisposable one in end)
        {
            one.Dispose();
        }
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
