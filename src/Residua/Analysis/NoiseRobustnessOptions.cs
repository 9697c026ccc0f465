using Residua.Systems;

namespace Residua.Analysis;

/// <summary>How <see cref="NoiseRobustness"/> measures.</summary>
public sealed record NoiseRobustnessOptions
{
    /// <summary>a, ascending and positive. The default has three a decade; 0.1 itself, where the paper's comparison turns, is one of them.</summary>
    public IReadOnlyList<double> Amplitudes { get; init; } = [0.001, 0.00215, 0.00464, 0.01, 0.0215, 0.0464, 0.1, 0.215, 0.464, 1];

    /// <summary>Shares of samples misclassified, ascending in (0,1): at which amplitudes does the error pass them?</summary>
    public IReadOnlyList<double> ErrorLevels { get; init; } = [0.05, 0.1, 0.2, 0.5];

    /// <summary>Realisations of the noise for each sample.</summary>
    public int Realisations { get; init; } = 10;

    /// <summary>How the noise-to-signal ratio is taken.</summary>
    public NoiseNorm Norm { get; init; } = NoiseNorm.L2;

    /// <summary>What noise, and where.</summary>
    public InputNoise Noise { get; init; } = new();

    /// <summary>Replicates of the bootstrap for intervals.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Samples run together, which bounds the memory. The result does not depend on it but for rounding.</summary>
    public int SamplesAtOnce { get; init; } = 1000;
}
