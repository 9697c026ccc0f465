namespace Residua.Embedding;

/// <summary>The nearest neighbours of each query, nearest first; of those equally far, the one with the smaller index first.</summary>
/// <param name="Count">k, neighbours of each query.</param>
/// <param name="Indices">Rows of the points, [B,k] row-major.</param>
/// <param name="Distances">Euclidean distances, [B,k] row-major.</param>
public sealed record NeighbourLists(int Count, int[] Indices, float[] Distances)
{
    /// <summary>B, the queries.</summary>
    public int Queries => Indices.Length / Count;
}
