namespace Residua.App.Explorer.Services;

/// <summary>Eigenvalues of the Jacobians of flow and map at the mean of a class at one layer.</summary>
internal sealed record LayerSpectrum
{
    /// <summary>The layer.</summary>
    public required int Layer { get; init; }

    /// <summary>The class.</summary>
    public required int Class { get; init; }

    /// <summary>Test images that the mean is over.</summary>
    public required int Samples { get; init; }

    /// <summary>Neurons that are not saturated.</summary>
    public required int Unsaturated { get; init; }

    /// <summary>Whether the Jacobians are of x(t-1) → x(t), for want of a map of y alone.</summary>
    public required bool OfState { get; init; }

    /// <summary>The flow's eigenvalues λ, [N].</summary>
    public required Spectrum Flow { get; init; }

    /// <summary>The map's multipliers μ, [N].</summary>
    public required Spectrum Map { get; init; }

    /// <summary>Eigenvalues of the flow with a positive real part, rounding left out.</summary>
    public required int Positive { get; init; }

    /// <summary>Multipliers of the map outside the unit circle, rounding left out.</summary>
    public required int Outside { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }
}
