namespace Residua.Analysis;

/// <summary>How <see cref="JacobianEigenvalues"/> are taken.</summary>
public sealed record JacobianEigenvaluesOptions
{
    /// <summary>A neuron is saturated, its row taken as diagonal, where |f'| is at most this.</summary>
    public double Saturation { get; init; } = 1e-6;

    /// <summary>Other thresholds at which the class means are done too, to see what moves.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [1e-8, 1e-4, 1e-3, 1e-2];

    /// <summary>Samples of each class, the first ones.</summary>
    public int SamplesPerClass { get; init; } = 20;

    /// <summary>
    /// Where to stop taking thresholds and samples: Σ |U|³ over the blocks done, a second or two for each 10⁹. The mean and one sample of each
    /// class are always taken.
    /// </summary>
    public double Work { get; init; } = 1.2e10;
}
