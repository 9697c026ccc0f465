namespace Residua.Training;

/// <summary>What an epoch of training came to. Errors are fractions; losses are mean cross-entropies in nats.</summary>
public sealed record EpochMetrics
{
    /// <summary>The epoch, counted from 1; 0 is the untrained network.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimiser steps taken since the start of training.</summary>
    public required long Step { get; init; }

    /// <summary>Mean loss over the epoch's steps, as the weights moved; NaN at epoch 0.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Mean of the noise regulariser R, with its strength, over the epoch's steps; no part of <see cref="TrainLoss"/>; null without one, and at epoch 0.</summary>
    public double? NoiseRegularizer { get; init; }

    /// <summary>Share of training images misclassified over the epoch's steps, as the weights moved; NaN at epoch 0.</summary>
    public required double TrainError { get; init; }

    /// <summary>Loss on the validation images; null without any.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Error on the validation images; null without any.</summary>
    public double? ValidationError { get; init; }

    /// <summary>Loss on the test images after the epoch.</summary>
    public required double TestLoss { get; init; }

    /// <summary>Share of test images misclassified after the epoch.</summary>
    public required double TestError { get; init; }

    /// <summary>Largest L2 norm of the whole gradient over the epoch's steps, before clipping.</summary>
    public required double LargestGradientNorm { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Wall time of the epoch's training steps, in seconds, without evaluation.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Training images a second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>What was decided of the depth after the epoch; null where it is fixed. After a rollback, errors and losses on test and validation images are of the network gone back to.</summary>
    public DepthRecord? Depth { get; init; }
}
