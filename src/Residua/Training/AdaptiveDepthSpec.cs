using Residua.Networks;

namespace Residua.Training;

/// <summary>
/// How depth adapts while a network trains: after each epoch but the last, a block whose last layer changes its residuals by less than
/// the threshold, δ(T) = mean over samples of ‖y(T) - y(T-1)‖₁ / N, loses that layer. The defaults are the paper's rule.
/// </summary>
/// <remarks>Source: paper, section 7. After the last epoch nothing is removed: what is left would not be trained on.</remarks>
public sealed record AdaptiveDepthSpec
{
    /// <summary>δ below which a layer goes; a change of a residual, in [0,1] for the logistic function.</summary>
    public double Threshold { get; init; } = 0.01;

    /// <summary>Epochs in a row that δ must have been below the threshold; counted anew after a removal.</summary>
    public int Patience { get; init; } = 1;

    /// <summary>Layers that a block keeps at least.</summary>
    public int MinLayers { get; init; } = 1;

    /// <summary>Whether all layers at the end of a block go at once whose δ is below the threshold, rather than the last alone.</summary>
    public bool WholeTail { get; init; }

    /// <summary>
    /// How far, as a share of the validation images, the validation error after the epoch that follows a removal may lie above the
    /// lowest so far; beyond it the removal and that epoch are undone, and its blocks are left alone from then on. Null for no guard.
    /// </summary>
    public double? Guard { get; init; }

    /// <summary>δ above which a block that lost layers is given one back, a copy of its last; null for never.</summary>
    public double? Restore { get; init; }

    /// <summary>Training images that δ is measured on, drawn once with the run's seed.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>Checks every field against the others.</summary>
    /// <param name="validation">Images kept back for validation.</param>
    /// <exception cref="ArgumentException">One does not make sense; the message says which and what to do.</exception>
    public void Validate(int validation)
    {
        Check(Threshold is > 0 and <= NetworkSpec.MostReal, $"The threshold of adaptive depth must be positive and at most {NetworkSpec.MostReal}, not {Threshold}.");
        Check(Patience is >= 1 and <= TrainingSpec.MostEpochs, $"The patience of adaptive depth must be 1 to {TrainingSpec.MostEpochs} epochs, not {Patience}.");
        Check(MinLayers is >= 1 and <= NetworkSpec.MostLayers, $"A block keeps at least 1 layer, and no more than {NetworkSpec.MostLayers}, not {MinLayers}.");
        Check(Guard is null or >= 0 and <= 1, $"The guard must be a rise of the error between 0 and 1 (0.002 or 0.2pp), not {Guard}.");
        Check(Guard is null || validation > 0, "The guard watches the error on validation images; keep some back with --validation.");
        Check(Restore is null || (Restore > Threshold && Restore <= NetworkSpec.MostReal), $"A layer is given back at a δ above the threshold {Threshold}, not at {Restore}.");
        Check(Restore is null || MinLayers >= 2, "A block of one layer has no change to be given a layer back for; with --restore keep at least 2 (--min-layers 2).");
        Check(Samples is >= 1 and <= TrainingSpec.MostImages, $"δ is measured on 1 to {TrainingSpec.MostImages} images, not {Samples}.");

        static void Check(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message);
            }
        }
    }
}
