namespace Residua.Training;

/// <summary>What a training step came to.</summary>
/// <param name="LossSum">Sum over the batch of the cross-entropy, in nats.</param>
/// <param name="Errors">Samples misclassified.</param>
/// <param name="GradientNorm">L2 norm of the whole gradient before clipping.</param>
/// <param name="DivergedAtLayer">
/// Null when all is finite. Otherwise the parameters were left alone, and this is the layer at which values that are not
/// finite began (0 for the input or the classifier).
/// </param>
/// <param name="NoiseRegularizer">The regulariser's R, a mean over the batch; null without one.</param>
public readonly record struct StepOutcome(double LossSum, long Errors, double GradientNorm, int? DivergedAtLayer, double? NoiseRegularizer = null);
