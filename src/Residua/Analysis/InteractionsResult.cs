namespace Residua.Analysis;

/// <summary>Cooperation (W_ij &gt; 0) and competition (W_ij &lt; 0) between residuals: in W, through depth, and among those that stay on.</summary>
public sealed record InteractionsResult
{
    /// <summary>The deep layer.</summary>
    public required int Depth { get; init; }

    /// <summary>How many samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Threshold and counts.</summary>
    public required InteractionOptions Options { get; init; }

    /// <summary>Each distinct matrix; one with shared weights.</summary>
    public required WeightSigns[] Weights { get; init; }

    /// <summary>Layers 1..T, or to the deep layer where that comes first, and the deep layer; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Positive share of the mass of g ∘ W, where g_i is the mean over samples of f'(z_i(t)): W weighted by who can still change; [L].</summary>
    public required double[] EffectivePositiveMass { get; init; }

    /// <summary>‖g ∘ W‖_F, how strong interactions are; [L].</summary>
    public required double[] EffectiveStrength { get; init; }

    /// <summary>‖(G + Gᵀ)/2‖_F / ‖G‖_F of G = g ∘ W; [L].</summary>
    public required double[] EffectiveSymmetricPart { get; init; }

    /// <summary>Positive share of the mass of f'(z_i) W_ij y_j over samples and pairs: W weighted by who speaks, too; [L].</summary>
    public required double[] DrivePositiveMass { get; init; }

    /// <summary>The strongest pairs by |W_ij| of the deep layer's matrix.</summary>
    public required InteractionPair[] Strongest { get; init; }

    /// <summary>By class.</summary>
    public required ClassInteractions[] Classes { get; init; }

    /// <summary>Classes in which neurons that stay on help each other more (or hold each other down less) than they do the others.</summary>
    public required int ClassesThatCooperateWithin { get; init; }

    /// <summary>Classes that could be asked: with two or more neurons that stay on in some sample.</summary>
    public required int ClassesAsked { get; init; }

    /// <summary>Edges of the histogram's bins, of the deep layer's weights; [bins+1].</summary>
    public required double[] BinEdges { get; init; }

    /// <summary>Share of all weights in each bin; [bins].</summary>
    public required double[] AllShares { get; init; }

    /// <summary>Share of the weights among neurons that stay on, over samples and pairs; [bins].</summary>
    public required double[] OnToOnShares { get; init; }

    /// <summary>Share of the weights from those to others; [bins].</summary>
    public required double[] OnToOffShares { get; init; }
}
