namespace Residua.Analysis;

/// <summary>How <see cref="SaturationThroughDepth"/> is measured.</summary>
public sealed record SaturationOptions
{
    /// <summary>Layers to run.</summary>
    public required int Depth { get; init; }

    /// <summary>A neuron is saturated where |f'| is at most this; one set of results for each.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
}
