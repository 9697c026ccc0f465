namespace Residua.Analysis;

/// <summary>What the flow's eigenvalues at the class means come to under one saturation threshold.</summary>
public sealed record ThresholdEigenvalues
{
    /// <summary>The threshold on |f'|.</summary>
    public required double Threshold { get; init; }

    /// <summary>Mean over classes of the neurons that are not saturated.</summary>
    public required double MeanUnsaturated { get; init; }

    /// <summary>Median over classes of the number of eigenvalues with a positive real part.</summary>
    public required double MedianPositive { get; init; }

    /// <summary>Classes with at most one such eigenvalue.</summary>
    public required int ClassesWithAtMostOne { get; init; }

    /// <summary>The largest real part over classes.</summary>
    public required double LargestEigenvalue { get; init; }
}
