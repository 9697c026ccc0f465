namespace Residua.Analysis;

/// <summary>Limits of <see cref="Interactions"/>.</summary>
public sealed record InteractionOptions
{
    /// <summary>A weight counts as an interaction where |W_ij| is above this times the root mean square weight.</summary>
    public double Threshold { get; init; } = 1;

    /// <summary>A neuron is on where its residual is above this.</summary>
    public double On { get; init; } = 0.5;

    /// <summary>How many of the strongest pairs are listed.</summary>
    public int Strongest { get; init; } = 20;

    /// <summary>Bins of the histogram of weights.</summary>
    public int Bins { get; init; } = 81;
}
