namespace Residua.Analysis;

/// <summary>How to measure separability.</summary>
public sealed record SeparabilityOptions
{
    /// <summary>k, the voters of the neighbour classifier; no more than the training samples.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>About as many test samples, the same share of each class, are classified by neighbours and have silhouettes; the probes are tested on all.</summary>
    public int NeighbourSamples { get; init; } = 2000;
}
