namespace Residua.Pruning;

/// <summary>How <see cref="ClassifierRefit"/> fits.</summary>
public sealed record RefitOptions
{
    /// <summary>Passes over the samples at most.</summary>
    public int Passes { get; init; } = 60;

    /// <summary>λ: the penalty λ/2 ‖K - K₀‖² that holds the classifier near the one it starts from.</summary>
    public double Penalty { get; init; } = 1e-4;
}
