namespace Residua.Analysis;

/// <summary>
/// Whether the residuals of samples settle, come back or wander at the end of a deep rollout, and the largest Lyapunov
/// exponents on the way there. With other than shared weights there is no going on, and only the exponents over the T layers are known.
/// </summary>
public sealed record OscillationResult
{
    /// <summary>The deep layer: periods are looked for past it, exponents measured up to it.</summary>
    public required int Depth { get; init; }

    /// <summary>Layers looked at past it; 0 with other than shared weights.</summary>
    public required int Window { get; init; }

    /// <summary>How many samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Tolerances and counts.</summary>
    public required OscillationOptions Options { get; init; }

    /// <summary>What each sample does; [B], or empty with other than shared weights.</summary>
    public required OscillationKind[] Kinds { get; init; }

    /// <summary>Its period in layers, 1 when settled, 0 for none; [B].</summary>
    public required int[] Periods { get; init; }

    /// <summary>c(1), the root mean square change of a residual from layer to layer; [B].</summary>
    public required double[] Change { get; init; }

    /// <summary>c(p), the root mean square of y(t) - y(t-p), for p = 1..Window/2, averaged over samples.</summary>
    public required double[] MeanDistance { get; init; }

    /// <summary>Share of samples that settle.</summary>
    public required double ShareSettled { get; init; }

    /// <summary>Share that drifts.</summary>
    public required double ShareDrifting { get; init; }

    /// <summary>Share of period 2.</summary>
    public required double SharePeriodTwo { get; init; }

    /// <summary>Share of longer periods.</summary>
    public required double ShareLonger { get; init; }

    /// <summary>Share without period, or not finite.</summary>
    public required double ShareAperiodic { get; init; }

    /// <summary>The samples, by their number, whose exponents were measured; [S].</summary>
    public required int[] ExponentSamples { get; init; }

    /// <summary>The layers at which exponents are kept, the deep one last; [L].</summary>
    public required int[] ExponentLayers { get; init; }

    /// <summary>Exponents of x per layer (natural logarithm) from layer 1 on: [L][S*k], k exponents for each sample, largest first.</summary>
    public required double[][] StateExponents { get; init; }

    /// <summary>The same of y, for a residual network with shared weights and logistic f; null for others, where y is x or has no map of its own.</summary>
    public double[][]? ResidualExponents { get; init; }
}
