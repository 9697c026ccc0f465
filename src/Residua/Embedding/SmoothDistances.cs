namespace Residua.Embedding;

/// <summary>
/// The scale of each point's neighbourhood: ρ, the distance of its nearest neighbour that does not coincide with it, and σ with
/// Σ_j exp(-max(0, d_j - ρ) / σ) = log2 k over its neighbours j.
/// </summary>
/// <param name="Rho">ρ, [n]; 0 where all neighbours coincide.</param>
/// <param name="Sigma">σ, [n]; at least 10^-3 of the mean distance of the neighbours (of all points where ρ = 0).</param>
/// <remarks>Source: McInnes, Healy and Melville 2018, algorithm 3.</remarks>
public sealed record SmoothDistances(float[] Rho, float[] Sigma)
{
    private const double Tolerance = 1e-5, LeastScale = 1e-3;
    private const int Bisections = 64;

    /// <summary>Finds ρ and σ of each query by bisection.</summary>
    /// <param name="lists">Its neighbours.</param>
    /// <param name="size">k, whose log2 the sum is to be: the neighbours, and the point itself where it counts among them.</param>
    public static SmoothDistances Calibrate(NeighbourLists lists, int size)
    {
        float[] rho = new float[lists.Queries], sigma = new float[lists.Queries];
        double target = Math.Log2(size), overall = lists.Distances.Average() * lists.Count / size;
        for (int i = 0; i < rho.Length; i++)
        {
            ReadOnlySpan<float> distances = lists.Distances.AsSpan(i * lists.Count, lists.Count);
            double mean = 0;
            foreach (float distance in distances)
            {
                rho[i] = rho[i] == 0 ? distance : rho[i]; // they ascend
                mean += distance / (double)size;
            }

            sigma[i] = (float)Math.Max(Bisect(distances, rho[i], target), LeastScale * (rho[i] > 0 ? mean : overall));
        }

        return new(rho, sigma);
    }

    /// <summary>The membership of a neighbour at a distance: 1 up to ρ, then falling with σ.</summary>
    public float Weight(int point, float distance) => distance <= Rho[point] || Sigma[point] == 0 ? 1 : MathF.Exp(-(distance - Rho[point]) / Sigma[point]);

    private static double Bisect(ReadOnlySpan<float> distances, double rho, double target)
    {
        double low = 0, high = double.PositiveInfinity, middle = 1;
        for (int step = 0; step < Bisections; step++)
        {
            double sum = 0;
            foreach (float distance in distances)
            {
                sum += distance <= rho ? 1 : Math.Exp(-(distance - rho) / middle);
            }

            if (Math.Abs(sum - target) < Tolerance)
            {
                break;
            }

            (low, high) = sum > target ? (low, middle) : (middle, high);
            middle = double.IsInfinity(high) ? 2 * middle : (low + high) / 2;
        }

        return middle;
    }
}
