namespace Residua.Analysis;

/// <summary>What lesions of one kind do; arrays of T values go with the lesioned layer s = 1..T.</summary>
/// <remarks>Intervals are Wilson's of 95 %, over samples; shares are averaged over draws first, so that draws do not count as samples.</remarks>
public sealed record LesionEffect
{
    /// <summary>The kind.</summary>
    public required LesionKind Kind { get; init; }

    /// <summary>How often noise was drawn.</summary>
    public required int Draws { get; init; }

    /// <summary>Share of samples misclassified after the lesion; [T].</summary>
    public required double[] Error { get; init; }

    /// <summary>Lower ends of its intervals; [T].</summary>
    public required double[] ErrorLow { get; init; }

    /// <summary>Upper ends; [T].</summary>
    public required double[] ErrorHigh { get; init; }

    /// <summary>Answers of no class, of all samples and draws, for a logit is not finite; they count as errors; [T].</summary>
    public int[] Undecided { get; init; } = [];

    /// <summary>Share of samples classified otherwise than before; [T].</summary>
    public required double[] Changed { get; init; }

    /// <summary>Lower ends of its intervals; [T].</summary>
    public required double[] ChangedLow { get; init; }

    /// <summary>Upper ends; [T].</summary>
    public required double[] ChangedHigh { get; init; }

    /// <summary>Mean over samples and draws of ‖Δlogits‖; [T].</summary>
    public required double[] LogitChange { get; init; }

    /// <summary>Its standard deviation over samples; [T].</summary>
    public required double[] LogitChangeDeviation { get; init; }

    /// <summary>What the first order in the perturbation predicts for it, mean over the prediction samples; [T].</summary>
    public required double[] FirstOrder { get; init; }

    /// <summary>Rank correlations of ‖Δlogits‖ with what the linearised network tells.</summary>
    public required LesionCorrelation[] Correlations { get; init; }
}
