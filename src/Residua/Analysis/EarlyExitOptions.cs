namespace Residua.Analysis;

/// <summary>What <see cref="EarlyExit"/> tries.</summary>
public sealed record EarlyExitOptions
{
    /// <summary>Tolerances of the residual's change, mean |y(t) - y(t-1)| over neurons.</summary>
    public IReadOnlyList<double> Tolerances { get; init; } = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
}
