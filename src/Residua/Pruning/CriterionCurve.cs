namespace Residua.Pruning;

/// <summary>What a network errs when layers go in the order of a criterion.</summary>
/// <param name="Ranking">The order.</param>
/// <param name="Error">Test error with k layers left, k = 1..T, with the classifier as it is; [T].</param>
public sealed record CriterionCurve(LayerRanking Ranking, double[] Error);
