namespace Residua.Analysis;

/// <summary>What <see cref="EarlyExit"/> tries.</summary>
public sealed record EarlyExitOptions
{
    /// <summary>Tolerances of the residual's change, mean |y(t) - y(t-1)| over neurons.</summary>
    public IReadOnlyList<double> Tolerances { get; init; } = [5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2];
}
