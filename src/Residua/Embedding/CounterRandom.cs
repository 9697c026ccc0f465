namespace Residua.Embedding;

/// <summary>A generator for each (seed, step, point): what is drawn depends on these alone, not on who draws when.</summary>
/// <remarks>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).</remarks>
internal static class CounterRandom
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The state a generator starts from.</summary>
    public static ulong Start(int seed, int step, int point) => unchecked(Mix(Mix(Mix((uint)seed) ^ (uint)step) ^ (uint)point));

    /// <summary>64 random bits.</summary>
    public static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += Increment;
            return Mix(state);
        }
    }

    /// <summary>A number in [-1, 1).</summary>
    public static float Signed(ref ulong state) => ((Next(ref state) >> 40) * (2f / (1 << 24))) - 1;

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
