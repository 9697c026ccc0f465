namespace Residua.Analysis;

/// <summary>How the final state of some samples answers to noise in the input, by amplitude.</summary>
/// <param name="Samples">How many samples.</param>
/// <param name="CleanError">Their share misclassified without noise; NaN for no samples.</param>
/// <param name="Ratio">The noise-to-signal ratio of x(T).</param>
/// <param name="Cosine">The cosine of clean and noisy x(T).</param>
/// <param name="Error">The share misclassified.</param>
public sealed record NoiseResponse(int Samples, double CleanError, NoiseCurve Ratio, NoiseCurve Cosine, NoiseCurve Error);
