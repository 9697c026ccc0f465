namespace Residua.Pruning;

/// <summary>What <see cref="Frontier"/> measures.</summary>
public sealed record FrontierOptions
{
    /// <summary>Layers of the deepest point: T, or more with shared weights; null for 2T with shared weights and T with others.</summary>
    public int? MostLayers { get; init; }

    /// <summary>Whether the classifier is also fitted anew for every number of layers.</summary>
    public bool Refit { get; init; } = true;

    /// <summary>How it is fitted.</summary>
    public RefitOptions RefitOptions { get; init; } = new();

    /// <summary>Criteria to compare.</summary>
    public IReadOnlyList<DropCriterion> Criteria { get; init; } = Enum.GetValues<DropCriterion>();

    /// <summary>Random orders, of seeds 1, 2, …</summary>
    public int RandomOrders { get; init; } = 5;

    /// <summary>Samples on which layers are scored, evenly spaced among those that classifiers are fitted on.</summary>
    public int ScoreSamples { get; init; } = 1000;

    /// <summary>Images at a time in measurements of latency.</summary>
    public IReadOnlyList<int> LatencyBatches { get; init; } = [1, 128];

    /// <summary>Rounds of them.</summary>
    public int LatencyRounds { get; init; } = 51;
}
