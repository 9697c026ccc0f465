namespace Residua.Analysis;

/// <summary>What stopping samples early saves and costs.</summary>
public sealed record EarlyExitResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Share misclassified by all layers.</summary>
    public required double FullError { get; init; }

    /// <summary>The margin's rule first, where the network has a bound, and then tolerances, ascending.</summary>
    public required EarlyExitPoint[] Points { get; init; }

    /// <summary>Why there is no rule by margin; null where there is.</summary>
    public string? MarginRefusal { get; init; }
}
