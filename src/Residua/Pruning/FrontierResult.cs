namespace Residua.Pruning;

/// <summary>Error against what it takes, for every number of layers, and what different criteria for dropping layers come to.</summary>
public sealed record FrontierResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>Test images of all errors.</summary>
    public required int TestImages { get; init; }

    /// <summary>Training images that classifiers were fitted on.</summary>
    public required int FitImages { get; init; }

    /// <summary>Training images that layers were scored on.</summary>
    public required int ScoreImages { get; init; }

    /// <summary>Threads that latency was measured with.</summary>
    public required int Threads { get; init; }

    /// <summary>Truncations to 1..T layers, and rollouts beyond; ascending.</summary>
    public required FrontierPoint[] Points { get; init; }

    /// <summary>Whether all layers have one matrix: then every layer dropped leaves the same network, and no criteria are compared.</summary>
    public required bool SharedWeights { get; init; }

    /// <summary>What criteria come to, in the order asked for; empty with shared weights.</summary>
    public required CriterionCurve[] Criteria { get; init; }
}
