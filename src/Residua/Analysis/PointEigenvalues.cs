namespace Residua.Analysis;

/// <summary>The eigenvalues of the Jacobians of flow and map at one point, in a few numbers.</summary>
public sealed record PointEigenvalues
{
    /// <summary>The class.</summary>
    public required int Class { get; init; }

    /// <summary>1 for a sample, more for a class mean over so many.</summary>
    public required int Samples { get; init; }

    /// <summary>max_i |y_i(t) - y_i(t-1)|, of the mean for a mean: how far from fixed the point is.</summary>
    public required double Speed { get; init; }

    /// <summary>Neurons that are not saturated.</summary>
    public required int Unsaturated { get; init; }

    /// <summary>Eigenvalues λ of the flow with Re λ above 10⁻⁹ ‖J‖₂.</summary>
    public required int Positive { get; init; }

    /// <summary>Those of them that are of saturated neurons: y_i stays where it is for |z_i| / |(W y)_i| layers before it shows.</summary>
    public required int PositiveSaturated { get; init; }

    /// <summary>Their real parts, the largest ten, descending.</summary>
    public required double[] LargestPositive { get; init; }

    /// <summary>The largest Re λ of the flow.</summary>
    public required double SpectralAbscissa { get; init; }

    /// <summary>Multipliers μ of the map with |μ| above 1 + 10⁻⁹ ‖J‖₂.</summary>
    public required int Outside { get; init; }

    /// <summary>The largest |μ| of the map.</summary>
    public required double SpectralRadius { get; init; }

    /// <summary>‖J‖₂ of the flow, by power iteration.</summary>
    public required double Norm { get; init; }

    /// <summary>‖E‖ / ‖J‖₂, what saturation dropped from the flow's Jacobian: the eigenvalues are exact for a matrix so near to J.</summary>
    public required double BackwardError { get; init; }

    /// <summary>A bound on the error of the flow's eigenvalues over ‖J‖₂ (safe, often far too large); NaN where it was not computed.</summary>
    public required double ErrorBound { get; init; }
}
