namespace Residua.Pruning;

/// <summary>How <see cref="Pruner"/> drops layers: to a number, or to the fewest within an error.</summary>
public sealed record PruneOptions
{
    /// <summary>Layers to leave; null to search.</summary>
    public int? Layers { get; init; }

    /// <summary>By how much the error on held-back images may rise, as a share of them, where <see cref="Layers"/> is null.</summary>
    public double MaxErrorIncrease { get; init; }

    /// <summary>Which layers go first.</summary>
    public DropCriterion Criterion { get; init; } = DropCriterion.LastResidual;

    /// <summary>Whether the classifier is fitted anew.</summary>
    public bool Refit { get; init; }

    /// <summary>How it is fitted.</summary>
    public RefitOptions RefitOptions { get; init; } = new();

    /// <summary>Samples on which layers are scored at most, evenly spaced among those to fit on.</summary>
    public int ScoreSamples { get; init; } = 1000;

    /// <summary>The seed of a random order.</summary>
    public int Seed { get; init; } = 1;
}
