namespace Residua.Analysis;

/// <summary>How <see cref="FlowComparison"/> steps.</summary>
public sealed record FlowComparisonOptions
{
    /// <summary>Steps h = 1, 1/2, … are halved this many times.</summary>
    public int Halvings { get; init; } = 5;

    /// <summary>The tolerance of the adaptive integrator, relative and absolute.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Steps that the adaptive integrator may try in the interval of one layer.</summary>
    public int MaximumSteps { get; init; } = 2000;
}
