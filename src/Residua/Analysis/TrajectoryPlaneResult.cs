using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>Trajectories in the plane (Figure 6A): by UMAP, and by the first two principal components as a control.</summary>
public sealed record TrajectoryPlaneResult
{
    /// <summary>Whether every y(t) is a point, instead of the whole y(1..T) of a sample.</summary>
    public required bool ByLayer { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>T, the layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Neighbours of the embedding, counted with the point itself.</summary>
    public required int Neighbours { get; init; }

    /// <summary>The least distance of points in UMAP's plane.</summary>
    public required double MinDistance { get; init; }

    /// <summary>Principal components that UMAP's distances were taken in.</summary>
    public required int Components { get; init; }

    /// <summary>The share of the variance that they carry.</summary>
    public required double ShareOfVariance { get; init; }

    /// <summary>The share of the variance that the first two carry.</summary>
    public required double PcaShareOfVariance { get; init; }

    /// <summary>k of the qualities below, which are taken against distances in all coordinates.</summary>
    public required int QualityNeighbours { get; init; }

    /// <summary>How well UMAP's plane shows them.</summary>
    public required PlaneQuality Umap { get; init; }

    /// <summary>How well the first two principal components do.</summary>
    public required PlaneQuality Pca { get; init; }

    /// <summary>The vote of neighbours in all coordinates, which a plane can hardly beat.</summary>
    public required double FullNeighbourAccuracy { get; init; }

    /// <summary>C11: class accuracy of nearest neighbours in UMAP's plane; NaN where the points are no whole trajectories.</summary>
    public double NeighbourAccuracy => ByLayer ? double.NaN : Umap.NeighbourAccuracy;

    /// <summary>UMAP's plane, [M,2] row-major. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public float[] Plane { get; init; } = [];

    /// <summary>The plane of the first two principal components, [M,2]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public float[] PcaPlane { get; init; } = [];

    /// <summary>The sample of each point, [M]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public int[] Sample { get; init; } = [];

    /// <summary>The layer of each point, 0 for a whole trajectory; [M]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public int[] Layer { get; init; } = [];

    /// <summary>The class of each point, [M]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public int[] Class { get; init; } = [];
}
