namespace Residua.Data;

/// <summary>A counter-based generator (Steele, Lea and Flood 2014): the same numbers on every machine and runtime.</summary>
internal struct SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>The stream that belongs to one (seed, purpose, index); neighbouring indices give unrelated streams.</summary>
    public SplitMix64(int seed, int purpose, int index)
    {
        unchecked
        {
            _state = Mix(((ulong)(uint)seed << 32) | (uint)purpose) + (ulong)(uint)index;
            _state = Mix(_state + Increment);
        }
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>Uniform integer in [0, count).</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>Mean 0, standard deviation 1, within ±3.47: four uniforms in place of a Gaussian, so that no logarithm is needed.</summary>
    public double Bell() => (Unit() + Unit() + Unit() + Unit() - 2) * 1.7320508075688772;

    private ulong Next() => Mix(unchecked(_state += Increment));

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
