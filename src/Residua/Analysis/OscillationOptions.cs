namespace Residua.Analysis;

/// <summary>How <see cref="Oscillation"/> looks for periods and measures exponents.</summary>
public sealed record OscillationOptions
{
    /// <summary>L, layers looked at past the deep one; periods up to half of it can be found.</summary>
    public int Window { get; init; } = 128;

    /// <summary>A sample whose c(1) is at most this is settled.</summary>
    public double SettledTolerance { get; init; } = 1e-4;

    /// <summary>A sample comes back where c falls below this share of its largest value.</summary>
    public double ReturnTolerance { get; init; } = 0.05;

    /// <summary>k, exponents a sample.</summary>
    public int Exponents { get; init; } = 4;

    /// <summary>How many samples have their exponents measured, evenly taken.</summary>
    public int ExponentSamples { get; init; } = 10;

    /// <summary>The seed of the first tangent vectors.</summary>
    public int Seed { get; init; } = 1;
}
