namespace Residua.Analysis;

/// <summary>How trajectories are brought into the plane.</summary>
public sealed record TrajectoryPlaneOptions
{
    /// <summary>Whether every y(t) of every sample is a point, instead of the whole y(1..T) of a sample.</summary>
    public bool ByLayer { get; init; }

    /// <summary>Neighbours of the embedding, counted with the point itself.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>The least distance of points in the plane.</summary>
    public double MinDistance { get; init; } = 0.1;

    /// <summary>Principal components that distances are taken in; fewer where there are fewer.</summary>
    public int Components { get; init; } = 50;

    /// <summary>k of trustworthiness, continuity and the neighbours' vote.</summary>
    public int QualityNeighbours { get; init; } = 15;

    /// <summary>The seed of the layout.</summary>
    public int Seed { get; init; } = 1;
}
