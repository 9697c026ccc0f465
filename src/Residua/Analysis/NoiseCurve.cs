namespace Residua.Analysis;

/// <summary>A quantity by noise amplitude, over samples and realisations.</summary>
/// <param name="Mean">Mean over samples and realisations; [A].</param>
/// <param name="SampleDeviation">Standard deviation over samples (n - 1) of the mean over realisations; NaN for one sample; [A].</param>
/// <param name="RealisationDeviation">Standard deviation over realisations (n - 1) of the mean over samples; NaN for one realisation; [A].</param>
public sealed record NoiseCurve(double[] Mean, double[] SampleDeviation, double[] RealisationDeviation);
