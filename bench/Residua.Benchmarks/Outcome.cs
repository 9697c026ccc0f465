namespace Residua.Benchmarks;

/// <summary>What a job measured. Ratios are peer / Residua of one round, in pairs.</summary>
internal sealed record Outcome
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required DateTime Date { get; init; }

    public required int Threads { get; init; }

    /// <summary>Seconds of each round, by contestant; Residua first.</summary>
    public required Dictionary<string, double[]> Seconds { get; init; }

    public required Dictionary<string, double> Targets { get; init; }

    /// <summary>GFLOP/s of the products in Residua's median round; 0 where not counted.</summary>
    public double Rate { get; init; }

    /// <summary>The largest difference between Residua's and each peer's answers.</summary>
    public Dictionary<string, double> Differences { get; init; } = [];

    /// <summary>The last answer of each contestant, where it is one number.</summary>
    public Dictionary<string, double> Single { get; init; } = [];

    public string? Agreement { get; init; }

    /// <summary>Contestants that could not run, and why.</summary>
    public Dictionary<string, string> Absent { get; init; } = [];

    public required SortedDictionary<string, string> Versions { get; init; }

    /// <summary>The ratio of a peer: median, least and largest over rounds.</summary>
    public (double Median, double Least, double Largest) Ratio(string peer) => Statistics.Of([.. Seconds[peer].Zip(Seconds.First().Value, (other, own) => other / own)]);
}
