namespace Residua.Systems;

/// <summary>Independent streams of randomness from the one seed of a run.</summary>
public static class Seeds
{
    /// <summary>A seed for one purpose (and one number within it, such as an epoch), mixed by SplitMix64's finaliser.</summary>
    /// <remarks>Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
    public static ulong Derive(int seed, string purpose, int number = 0)
    {
        ulong mixed = Mix(unchecked((ulong)seed));
        foreach (char letter in purpose)
        {
            mixed = Mix(mixed ^ letter);
        }

        return Mix(mixed ^ unchecked((ulong)number));
    }

    /// <summary>The next number of a stream of 64-bit numbers that starts at a derived seed.</summary>
    public static ulong Next(ulong state) => Mix(state);

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
