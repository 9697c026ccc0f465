namespace Residua.Analysis;

/// <summary>How a form of the noise's dynamics predicts the noise measured, at layers 1..T; [T].</summary>
/// <param name="Form">What predicts.</param>
/// <param name="Norm">‖ξ‖ predicted from layer 1 on, mean over samples; at layer 1 as measured.</param>
/// <param name="RelativeError">‖ξ predicted - ξ‖ / ‖ξ‖, median over samples.</param>
/// <param name="Cosine">The cosine of the two, median over samples.</param>
/// <param name="OneLayerError">The relative error where every layer is predicted from the noise measured at the one before; NaN at layer 1.</param>
/// <param name="BreaksAt">The first layer where <see cref="RelativeError"/> is above 0.5; null for none.</param>
public sealed record NoisePrediction(string Form, double[] Norm, double[] RelativeError, double[] Cosine, double[] OneLayerError, int? BreaksAt);
