namespace Residua.Analysis;

/// <summary>Limits of <see cref="TransientMeasures"/>.</summary>
public sealed record TransientOptions
{
    /// <summary>A sample has converged at the layer from which the mean |y(t) - y(t-1)| over neurons stays at or below this, for a tenth of the depth at least.</summary>
    public double ConvergenceTolerance { get; init; } = 1e-4;

    /// <summary>How many samples have their Jacobian products formed, evenly taken.</summary>
    public int AmplificationSamples { get; init; } = 4;

    /// <summary>Layers over which those products are formed.</summary>
    public int AmplificationLayers { get; init; } = 15;
}
