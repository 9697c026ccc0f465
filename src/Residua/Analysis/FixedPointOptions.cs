namespace Residua.Analysis;

/// <summary>How <see cref="FixedPoints"/> are looked for.</summary>
public sealed record FixedPointOptions
{
    /// <summary>A state is settled where max_i |y_i(t) - y_i(t-1)| is at most this.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>A state that is not settled is slow where it changes by at most this a layer.</summary>
    public double SlowSpeed { get; init; } = 1e-2;

    /// <summary>A settled sample is at a fixed point where max_i |y_i - y*_i| is at most this.</summary>
    public double Near { get; init; } = 1e-2;

    /// <summary>Layers that samples go on for, in float64, to settle: it ends the rounding of a float32 rollout.</summary>
    public int FurtherLayers { get; init; } = 200;

    /// <summary>The longest period looked for.</summary>
    public int LongestPeriod { get; init; } = 64;

    /// <summary>Samples of each class, the first ones.</summary>
    public int SamplesPerClass { get; init; } = 50;

    /// <summary>A neuron is saturated where |f'| is at most this.</summary>
    public double Saturation { get; init; } = 1e-6;

    /// <summary>Newton's method, which a perceptron needs, starts from so many samples in all, as many of each class.</summary>
    public int NewtonStarts { get; init; } = 20;

    /// <summary>Where to stop decomposing Jacobians, those with most samples first: Σ |U|³, a second or two for each 10⁹.</summary>
    public double Work { get; init; } = 1.2e10;
}
