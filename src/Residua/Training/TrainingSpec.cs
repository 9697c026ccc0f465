using Residua.Networks;

namespace Residua.Training;

/// <summary>How a network is trained.</summary>
public sealed record TrainingSpec
{
    /// <summary>The most epochs.</summary>
    public const int MostEpochs = 1_000_000;

    /// <summary>The most images a step.</summary>
    public const int MostBatch = 1 << 20;

    /// <summary>The most steps of a warm-up.</summary>
    public const int MostSteps = 1_000_000_000;

    /// <summary>The most images that a number can speak of.</summary>
    public const int MostImages = 100_000_000;

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images a step; the last step of an epoch may have fewer.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>The optimiser: a name in <see cref="Optimizers"/>.</summary>
    public string Optimizer { get; init; } = "adamw";

    /// <summary>The peak learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the rate moves: constant, step, cosine or one-cycle; see <see cref="Training.LearningRate"/>.</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>Steps over which the rate rises linearly from zero.</summary>
    public int WarmupSteps { get; init; } = 200;

    /// <summary>For the step schedule: the parts of training after which the rate drops.</summary>
    public IReadOnlyList<double> Drops { get; init; } = [0.6, 0.85];

    /// <summary>For the step schedule: what each drop multiplies the rate by.</summary>
    public double DropFactor { get; init; } = 0.2;

    /// <summary>Decoupled weight decay of W and K (not of biases): W ← W - rate · decay · W at each step.</summary>
    public double Decay { get; init; }

    /// <summary>For SGD: the momentum.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The largest L2 norm of the whole gradient; 0 for no clipping.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Training images kept back for validation, drawn with the run's seed.</summary>
    public int Validation { get; init; }

    /// <summary>Trains on the first so many images only; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>How depth adapts; null keeps it.</summary>
    public AdaptiveDepthSpec? AdaptiveDepth { get; init; }

    /// <summary>A term of the loss against noise in the residuals; null for none.</summary>
    public NoiseRegularizerSpec? NoiseRegularizer { get; init; }

    /// <summary>Checks every field against the others.</summary>
    /// <exception cref="ArgumentException">One does not make sense; the message says which and what to do.</exception>
    public void Validate()
    {
        Check(Epochs is >= 0 and <= MostEpochs, $"Epochs must be 0 to {MostEpochs}, not {Epochs}.");
        Check(Batch is >= 1 and <= MostBatch, $"The batch must hold 1 to {MostBatch} images, not {Batch}.");
        Check(LearningRate is > 0 and <= NetworkSpec.MostReal, $"The learning rate must be positive and at most {NetworkSpec.MostReal}, not {LearningRate}.");
        Check(WarmupSteps is >= 0 and <= MostSteps, $"Warm-up steps must be 0 to {MostSteps}, not {WarmupSteps}.");
        Check(Drops.All(part => part is > 0 and < 1), "Each drop of the step schedule must be a part of training between 0 and 1.");
        Check(DropFactor is > 0 and <= 1, $"The drop factor must be above 0 and at most 1, not {DropFactor}.");
        Check(Decay is >= 0 and <= NetworkSpec.MostReal, $"The weight decay must be 0 to {NetworkSpec.MostReal}, not {Decay}.");
        Check(Momentum is >= 0 and < 1, $"The momentum must be at least 0 and below 1, not {Momentum}.");
        Check(ClipNorm is >= 0 and <= NetworkSpec.MostReal, $"The clipping norm must be 0 (off) to {NetworkSpec.MostReal}, not {ClipNorm}.");
        Check(Validation is >= 0 and <= MostImages, $"The number of validation images must be 0 to {MostImages}, not {Validation}.");
        Check(Limit is >= 0 and <= MostImages, $"The limit on training images must be 0 (all) to {MostImages}, not {Limit}.");
        Training.LearningRate.CheckName(Schedule);
        Optimizers.CheckName(Optimizer);
        AdaptiveDepth?.Validate(Validation);
        NoiseRegularizer?.Validate();

        static void Check(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException(message);
            }
        }
    }
}
