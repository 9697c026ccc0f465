namespace Residua.Analysis;

/// <summary>The sign structure of one matrix W, off its diagonal unless said otherwise.</summary>
public sealed record WeightSigns
{
    /// <summary>The first layer that uses it.</summary>
    public required int Layer { get; init; }

    /// <summary>Root mean square weight; the threshold is a multiple of it.</summary>
    public required double RootMeanSquare { get; init; }

    /// <summary>Mean weight.</summary>
    public required double Mean { get; init; }

    /// <summary>Share of weights above the threshold: cooperation.</summary>
    public required double SharePositive { get; init; }

    /// <summary>Share of weights below minus the threshold: competition.</summary>
    public required double ShareNegative { get; init; }

    /// <summary>Sum of the positive weights over the sum of |W_ij|.</summary>
    public required double PositiveMass { get; init; }

    /// <summary>‖(W + Wᵀ)/2‖_F / ‖W‖_F with the diagonal: 1 symmetric, 0 antisymmetric, 0.71 for independent weights.</summary>
    public required double SymmetricPart { get; init; }

    /// <summary>Of the pairs with both weights past the threshold, the share in which both help.</summary>
    public required double ShareMutualism { get; init; }

    /// <summary>The share in which each holds the other down.</summary>
    public required double ShareCompetition { get; init; }

    /// <summary>The share in which one helps and is held down: predator and prey.</summary>
    public required double SharePredation { get; init; }

    /// <summary>Mean W_ii, what neurons do to themselves.</summary>
    public required double MeanSelf { get; init; }
}
