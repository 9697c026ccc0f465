namespace Residua.Analysis;

/// <summary>How well a quantity of the linearised network foretells which lesions change the logits most, by Spearman's rank correlation.</summary>
/// <param name="Prediction">The quantity.</param>
/// <param name="AcrossLayers">Over s = 1..T, between means over samples; NaN where there is nothing to rank.</param>
/// <param name="AcrossSamples">Over samples at one s, averaged over those s where the quantity differs from sample to sample.</param>
public sealed record LesionCorrelation(string Prediction, double AcrossLayers, double AcrossSamples);
