namespace Residua.Pruning;

/// <summary>Which layers of a network were kept, and what it errs on held-back images.</summary>
public sealed record PruneResult
{
    /// <summary>Layers before.</summary>
    public required int LayersBefore { get; init; }

    /// <summary>The layers kept, as they were numbered before.</summary>
    public required int[] Kept { get; init; }

    /// <summary>The order in which layers go.</summary>
    public required LayerRanking Ranking { get; init; }

    /// <summary>Held-back images.</summary>
    public required int HeldBackImages { get; init; }

    /// <summary>What they are.</summary>
    public HeldBackKind HeldBack { get; init; } = HeldBackKind.Unknown;

    /// <summary>The error on them of the network as it was.</summary>
    public required double HeldBackErrorBefore { get; init; }

    /// <summary>The error on them of the network that is left, classifier fitted anew where that was asked for.</summary>
    public required double HeldBackErrorAfter { get; init; }

    /// <summary>The numbers of layers that were tried, ascending; all of them a second time, as the network was, where no fitted classifier was within the limit.</summary>
    public required int[] TriedLayers { get; init; }

    /// <summary>The errors on held-back images that they came to.</summary>
    public required double[] TriedErrors { get; init; }

    /// <summary>Loss of the classifier on the images it was fitted on, before; null where it was not fitted.</summary>
    public double? FitLossBefore { get; init; }

    /// <summary>The same after.</summary>
    public double? FitLossAfter { get; init; }

    /// <summary>Test error before; NaN where it was not measured.</summary>
    public double TestErrorBefore { get; init; } = double.NaN;

    /// <summary>Test error after; NaN where it was not measured. No choice is made by it.</summary>
    public double TestErrorAfter { get; init; } = double.NaN;
}
