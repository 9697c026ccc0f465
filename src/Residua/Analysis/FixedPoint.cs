using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>A fixed point of y that samples lead to, or a periodic orbit on which they end, and what it is.</summary>
public sealed record FixedPoint
{
    /// <summary>What it is.</summary>
    public required FixedPointKind Kind { get; init; }

    /// <summary>Whether <see cref="Kind"/> is by integration from near it: the origin, where the Jacobian is zero.</summary>
    public bool ByIntegration { get; init; }

    /// <summary>Eigenvalues of the flow with a positive real part; null where they were not computed, and at the origin, where they do not decide.</summary>
    public int? UnstableDimension { get; init; }

    /// <summary>Whether the flow returns to it from nearby, that is whether it is an attractor. Null where it was not classified, and for an orbit, which is the map's.</summary>
    [JsonIgnore]
    public bool? StableAsFlow => Kind is FixedPointKind.NotClassified or FixedPointKind.PeriodicOrbit ? null : Kind == FixedPointKind.Attractor;

    /// <summary>Whether the map returns to it from nearby: all |μ| &lt; 1. Null where eigenvalues were not computed.</summary>
    public bool? StableAsMap { get; init; }

    /// <summary>Layers after which an orbit closes; 1 for a fixed point.</summary>
    public int Period { get; init; } = 1;

    /// <summary>q = ½ ‖dy/dt‖² at the point itself, under the flow.</summary>
    public required double Q { get; init; }

    /// <summary>The largest |(W y)_i| over free neurons (residual), or |f(W y + b) - y| (perceptron): 0 at an exact fixed point.</summary>
    public required double Certificate { get; init; }

    /// <summary>Linear systems solved (residual) or Newton steps (perceptron) that led to it.</summary>
    public required int Iterations { get; init; }

    /// <summary>Neurons that are free, neither at 0 nor at 1 (perceptron: |f'| above the saturation threshold).</summary>
    public required int Unsaturated { get; init; }

    /// <summary>Saturated neurons near 1.</summary>
    public required int AtOne { get; init; }

    /// <summary>The largest Re λ of the flow; NaN where it was not computed.</summary>
    public double SpectralAbscissa { get; init; } = double.NaN;

    /// <summary>The largest |μ| of the map; NaN where it was not computed.</summary>
    public double SpectralRadius { get; init; } = double.NaN;

    /// <summary>Samples of each class that settled at it, or run on the orbit; [C].</summary>
    public required int[] SettledByClass { get; init; }

    /// <summary>Samples whose state led to it, settled there or not.</summary>
    public required int Found { get; init; }

    /// <summary>Class means whose state led to it, settled there or not; they are not among the samples.</summary>
    public int FoundFromMeans { get; init; }

    /// <summary>Samples at it.</summary>
    public int Settled => SettledByClass.Sum();
}
