using Residua.Systems;

namespace Residua.Training;

/// <summary>The order in which an epoch visits its images: a permutation that depends on the seed and the epoch alone.</summary>
public static class BatchOrder
{
    /// <summary>A uniform permutation of 0..count-1 (Fisher and Yates) for an epoch counted from 0.</summary>
    public static int[] Of(int count, int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        ulong state = Seeds.Derive(seed, "shuffle", epoch);
        for (int i = count - 1; i > 0; i--)
        {
            state = Seeds.Next(state);
            int j = (int)Math.BigMul(state, (ulong)(i + 1), out _); // ⌊u (i+1)⌋ for u in [0,1)
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
