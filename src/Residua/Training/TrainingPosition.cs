namespace Residua.Training;

/// <summary>Where training stands, between two steps.</summary>
public sealed record TrainingPosition
{
    /// <summary>Whole epochs done.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done within the epoch in progress.</summary>
    public required int StepInEpoch { get; init; }

    /// <summary>Steps done in all.</summary>
    public required long Step { get; init; }

    /// <summary>Sum over the epoch's images so far of their loss.</summary>
    public required double LossSum { get; init; }

    /// <summary>Sum over the epoch's images so far of the noise regulariser.</summary>
    public double NoiseSum { get; init; }

    /// <summary>Images of the epoch so far that were misclassified.</summary>
    public required long ErrorSum { get; init; }

    /// <summary>Images of the epoch so far.</summary>
    public required long Seen { get; init; }

    /// <summary>Largest gradient norm of the epoch so far.</summary>
    public required double LargestGradientNorm { get; init; }

    /// <summary>Seconds spent on the epoch's steps so far.</summary>
    public required double Seconds { get; init; }

    /// <summary>Test error after the last whole epoch; NaN before the first.</summary>
    public required double LastTestError { get; init; }

    /// <summary>Where adaptive depth stands; null where depth is fixed.</summary>
    public DepthState? Depth { get; init; }
}
