namespace Residua.Embedding;

/// <summary>
/// The weighted graph of a data set: v_ij = w_ij + w_ji - w_ij w_ji, the fuzzy union of the memberships
/// w_ij = exp(-max(0, d_ij - ρ_i) / σ_i) of j in the neighbourhood of i. Symmetric; rows one after another.
/// </summary>
/// <remarks>Source: McInnes, Healy and Melville 2018, section 3.1 and algorithm 1.</remarks>
public sealed class FuzzyGraph
{
    private FuzzyGraph(int[] starts, int[] neighbours, float[] weights) => (Starts, Neighbours, Weights) = (starts, neighbours, weights);

    /// <summary>Where the edges of each point start; [n + 1].</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>The other end of each edge, ascending within a point.</summary>
    public IReadOnlyList<int> Neighbours { get; }

    /// <summary>The weight of each edge, in (0,1].</summary>
    public IReadOnlyList<float> Weights { get; }

    /// <summary>Builds the graph of points from the neighbours of each among the others.</summary>
    public static FuzzyGraph Build(NeighbourLists lists, SmoothDistances scales)
    {
        int n = lists.Queries, k = lists.Count;
        List<(int Neighbour, float Out, float In)>[] rows = [.. Enumerable.Range(0, n).Select(_ => new List<(int, float, float)>(2 * k))];
        for (int edge = 0; edge < lists.Indices.Length; edge++)
        {
            int i = edge / k, j = lists.Indices[edge];
            float weight = scales.Weight(i, lists.Distances[edge]);
            rows[i].Add((j, weight, 0));
            rows[j].Add((i, 0, weight));
        }

        int[] starts = new int[n + 1];
        List<int> neighbours = new(2 * lists.Indices.Length);
        List<float> weights = new(2 * lists.Indices.Length);
        for (int i = 0; i < n; i++)
        {
            foreach (IGrouping<int, (int Neighbour, float Out, float In)> edge in rows[i].GroupBy(entry => entry.Neighbour).OrderBy(group => group.Key))
            {
                float there = edge.Sum(entry => entry.Out), back = edge.Sum(entry => entry.In), union = there + back - (there * back);
                if (union > 0) // a neighbour far beyond the scale underflows to none
                {
                    neighbours.Add(edge.Key);
                    weights.Add(union);
                }
            }

            starts[i + 1] = neighbours.Count;
        }

        return new(starts, [.. neighbours], [.. weights]);
    }
}
