namespace Residua.Training;

/// <summary>How well a network classifies test images, and validation images where some were kept back.</summary>
internal sealed record EpochErrors(Evaluation Test, Evaluation? Validation)
{
    /// <summary>The error that decisions are told with: over the validation images where there are some.</summary>
    public double Watched => (Validation ?? Test).Error;
}
