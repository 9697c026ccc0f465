using Residua.Networks;
using Residua.Runs;

namespace Residua.Benchmarks.Jobs;

/// <summary>All jobs.</summary>
internal static class JobList
{
    /// <summary>The comparison; in the order in which they run.</summary>
    public static IReadOnlyList<Comparison> All { get; } =
    [
        TrainingJob.Of("train-shared", "residual", "shared", 128, target: 1.15, steps: 10, debianTarget: 1.22),
        TrainingJob.Of("train-variable", "residual", "variable", 128, target: 1.15, steps: 10),
        TrainingJob.Of("train-shared-32", "residual", "shared", 32, target: 1.3, steps: 30),
        TrainingJob.Of("train-shared-512", "residual", "shared", 512, target: 1.03, steps: 3),
        TrainingJob.Of("train-mlp", "perceptron", "shared", 128, target: 1.15, steps: 10),
        RolloutJob.Of("rollout", "shared-attractor", 2000, 1000, target: 5),
        RolloutJob.Of("rollout-mlp", "mlp", 2000, 100, target: 1),
        EigenvaluesJob.Of("eigenvalues", "shared-attractor", 200, target: 20),
        DeterminantsJob.Of("determinants", "shared-attractor", 200, target: 5),
        NoiseJob.Of("noise", "shared-attractor", 1000, 10, target: 1.8),
        NoiseJob.Of("noise-mlp", "mlp", 1000, 10, target: 1.8),
        UmapJob.Of("umap", 10_000, null, target: 1.5),
        UmapJob.Of("umap-states", 30_000, "shared-attractor", target: 1.5),
        TimeToErrorJob.Of("time-to-error", Fast, target: 2.5),
    ];

    /// <summary>Small ones for the guard: they need neither data nor networks nor Python.</summary>
    public static IReadOnlyList<Comparison> Guard { get; } =
    [
        TrainingJob.Of("train", "residual", "shared", 64, target: 1, steps: 15, neurons: 512, layers: 8),
        RolloutJob.Of("rollout", "random weights, competitive", 200, 200, target: 1, withPython: false, Small("residual", -8)),
        NoiseJob.Of("noise", "random weights", 300, 2, target: 1, withPython: false, Small("residual", 0)),
        DeterminantsJob.Of("determinants", "random weights", 10, target: 1, withPython: false, Small("residual", -30)),
    ];

    // Depth adapts after the first epoch, so that all others train 5 layers.
    private static RunSpec Fast
    {
        get
        {
            RunSpec recipe = Presets.Get("shared-adaptive");
            return recipe with { Training = recipe.Training! with { Epochs = 10, AdaptiveDepth = recipe.Training.AdaptiveDepth! with { Patience = 1 } } };
        }
    }

    private static Func<LayeredNetwork> Small(string kind, double mean) => () => LayeredNetwork.Create(
        new NetworkSpec { Network = kind, Neurons = 512, Inputs = 400, Layers = 8, Bias = false, Initialization = new() { WeightMean = mean, ClassifierGain = 1 } }, 1, TorchSharp.torch.CPU);
}
