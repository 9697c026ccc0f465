namespace Residua.Analysis;

/// <summary>The noise in the residuals for one amplitude, measured and predicted.</summary>
/// <param name="Amplitude">a.</param>
/// <param name="Norm">‖ξ(t)‖ measured, mean over samples; [T+1], from t = 0, the input.</param>
/// <param name="Growth">Norm(t) / Norm(t-1) for t = 1..T; [T].</param>
/// <param name="ShareFalling">The share of samples whose ‖ξ(t)‖ is below ‖ξ(t-1)‖ at every layer t = 1..T.</param>
/// <param name="Predictions">Each form.</param>
public sealed record NoiseFlowAmplitude(double Amplitude, double[] Norm, double[] Growth, double ShareFalling, NoisePrediction[] Predictions);
