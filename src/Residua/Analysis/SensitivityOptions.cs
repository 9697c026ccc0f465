namespace Residua.Analysis;

/// <summary>How <see cref="Sensitivity"/> is measured.</summary>
public sealed record SensitivityOptions
{
    /// <summary>Neurons with |f'| at most this count as saturated in determinants.</summary>
    public double Saturation { get; init; } = 1e-6;

    /// <summary>On how many of the samples, evenly spaced, the singular values of M'(s) are found; 0 for none.</summary>
    public int SingularSamples { get; init; } = 20;

    /// <summary>How many singular values of M'(s), the largest first.</summary>
    public int SingularValues { get; init; } = 3;

    /// <summary>Steps of the bidiagonalisation that finds them.</summary>
    public int Steps { get; init; } = 24;

    /// <summary>The seed of its first directions.</summary>
    public int Seed { get; init; } = 1;
}
