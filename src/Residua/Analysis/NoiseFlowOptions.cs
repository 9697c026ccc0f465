using Residua.Systems;

namespace Residua.Analysis;

/// <summary>How <see cref="NoiseFlow"/> measures and predicts.</summary>
public sealed record NoiseFlowOptions
{
    /// <summary>a, positive.</summary>
    public IReadOnlyList<double> Amplitudes { get; init; } = [0.001, 0.01, 0.1, 0.5];

    /// <summary>What noise, and where; its first realisation is used.</summary>
    public InputNoise Noise { get; init; } = new();

    /// <summary>Runge-Kutta steps of the flow for each layer.</summary>
    public int StepsPerLayer { get; init; } = 2;

    /// <summary>Samples, evenly chosen, for the conditions on D W.</summary>
    public int ConditionSamples { get; init; } = 10;

    /// <summary>Power iterations for them.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>Samples run together, which bounds the memory. The result does not depend on it but for rounding.</summary>
    public int SamplesAtOnce { get; init; } = 200;
}
