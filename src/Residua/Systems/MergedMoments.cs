namespace Residua.Systems;

/// <summary>Means and sums of squared deviations over samples that come in parts, slot by slot; [S,N].</summary>
/// <remarks>
/// Parts A and B merge by mean = mean_A + δ n_B / n and M = M_A + M_B + δ² n_A n_B / n with δ = mean_B - mean_A. Source: T. Chan,
/// G. Golub, R. LeVeque, "Algorithms for computing the sample variance", The American Statistician 37 (1983).
/// </remarks>
internal sealed class MergedMoments(int slots, int neurons)
{
    private readonly int[] _count = new int[slots];
    private readonly double[] _mean = new double[slots * neurons], _squares = new double[slots * neurons];

    /// <summary>Adds a part of <paramref name="count"/> samples to a slot.</summary>
    public void Add(int slot, int count, ReadOnlySpan<float> mean, ReadOnlySpan<float> squares)
    {
        int all = _count[slot] + count, at = slot * neurons;
        double share = (double)count / all, weight = share * _count[slot];
        for (int i = 0; i < neurons; i++)
        {
            double apart = mean[i] - _mean[at + i];
            _mean[at + i] += apart * share;
            _squares[at + i] += squares[i] + (apart * apart * weight);
        }

        _count[slot] = all;
    }

    /// <summary>The means, [S,N]; NaN in slots without samples.</summary>
    public float[] Mean() => [.. _mean.Select((mean, i) => _count[i / neurons] == 0 ? float.NaN : (float)mean)];

    /// <summary>The standard deviations of the population, [S,N]; NaN in slots without samples.</summary>
    public float[] Deviation() => [.. _squares.Select((sum, i) => _count[i / neurons] == 0 ? float.NaN : (float)Math.Sqrt(sum / _count[i / neurons]))];
}
