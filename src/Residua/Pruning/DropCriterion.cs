namespace Residua.Pruning;

/// <summary>By what it is decided which layers of a network go first; see <see cref="LayerRanking"/>.</summary>
public enum DropCriterion
{
    /// <summary>The last layer first: the paper's.</summary>
    LastResidual,

    /// <summary>The layer with the smallest ‖y(t)‖, mean over samples.</summary>
    ResidualNorm,

    /// <summary>The layer with the least block influence, mean over samples of 1 - cos(x(t-1), x(t)).</summary>
    BlockInfluence,

    /// <summary>The layer whose removal changes the logits least to first order, mean over samples of ‖S(t) (x(t-1) - x(t))‖.</summary>
    Sensitivity,

    /// <summary>The layer whose removal, alone, makes the fewest errors; among those that make as many, the one that changes the logits least.</summary>
    Lesion,

    /// <summary>A random order.</summary>
    Random,
}
