using Residua.Networks;

namespace Residua.Runs;

/// <summary>Named recipes: the paper's networks on MNIST, and small ones ("quick-") on the drawn digits.</summary>
public static class Presets
{
    /// <summary>All recipes by name.</summary>
    public static IReadOnlyDictionary<string, RunSpec> All { get; } = new Dictionary<string, RunSpec>
    {
        ["shared"] = Residual("shared", "shared", "competitive", epochs: 10),
        ["shared-attractor"] = Residual("shared-attractor", "shared", "attractor", epochs: 8, decay: 0.05),
        ["variable"] = Residual("variable", "variable", "attractor", epochs: 8),
        ["mlp"] = Perceptron("mlp", "shared", gain: 6, rate: 1e-3, epochs: 10),
        ["mlp-variable"] = Perceptron("mlp-variable", "variable", gain: 5, rate: 5e-4, epochs: 6),
        ["shared-adaptive"] = Adaptive(Residual("shared-adaptive", "shared", "competitive", epochs: 10), patience: 4, leastLayers: 5),
        ["variable-adaptive"] = Adaptive(Residual("variable-adaptive", "variable", "attractor", epochs: 10, rowSpread: 40), patience: 1, leastLayers: 3),
        ["quick-shared"] = Quick(Residual("quick-shared", "shared", "competitive", epochs: 10)),
        ["quick-shared-attractor"] = Quick(Residual("quick-shared-attractor", "shared", "attractor", epochs: 10, mean: -30, rowSpread: 30)),
        ["quick-variable"] = Quick(Residual("quick-variable", "variable", "competitive", epochs: 8)),
        ["quick-mlp"] = Quick(Perceptron("quick-mlp", "shared", gain: 6, rate: 1e-3, epochs: 10)),
        ["quick-mlp-variable"] = Quick(Perceptron("quick-mlp-variable", "variable", gain: 5, rate: 1e-3, epochs: 8)),
        ["quick-shared-adaptive"] = Quick(Adaptive(Residual("quick-shared-adaptive", "shared", "competitive", epochs: 10), patience: 4, leastLayers: 5)),
        ["quick-variable-adaptive"] = Quick(Adaptive(Residual("quick-variable-adaptive", "variable", "attractor", epochs: 8, mean: -30, rowSpread: 12), patience: 1, leastLayers: 3)),
    };

    /// <summary>The recipe of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static RunSpec Get(string name) => All.TryGetValue(name, out RunSpec? spec)
        ? spec
        : throw new ArgumentException($"There is no preset '{name}'; there are {string.Join(", ", All.Keys)}.");

    // Starts without biases in which neurons compete: residuals end up sparse (decisions/0001).
    private static RunSpec Residual(
        string name, string weights, string start, int epochs, double decay = 0.01, double? mean = null, double? rowSpread = null)
    {
        InitializationSpec initialization = Initializations.Get(start);
        return new()
        {
            Name = name,
            Preset = name,
            Network = new()
            {
                Weights = weights,
                Bias = false,
                Initialization = initialization with
                {
                    SameStart = weights == "variable",
                    WeightMean = mean ?? initialization.WeightMean,
                    WeightRowSpread = rowSpread ?? initialization.WeightRowSpread,
                },
            },
            Training = new() { LearningRate = 2e-3, Decay = decay, Epochs = epochs },
        };
    }

    private static RunSpec Perceptron(string name, string weights, double gain, double rate, int epochs) => new()
    {
        Name = name,
        Preset = name,
        Network = new()
        {
            Network = "perceptron",
            Weights = weights,
            Initialization = Initializations.Get("gain") with { WeightGain = gain },
        },
        Training = new() { LearningRate = rate, Decay = 0.01, Epochs = epochs },
    };

    // The paper's rule, for all layers at the end at once (decisions/0005).
    private static RunSpec Adaptive(RunSpec spec, int patience, int leastLayers) => spec with
    {
        Training = spec.Training! with { AdaptiveDepth = new() { WholeTail = true, Patience = patience, MinLayers = leastLayers } },
    };

    private static RunSpec Quick(RunSpec spec) => spec with
    {
        Data = "digits",
        Pool = 2,
        Network = spec.Network with { Neurons = 256, Inputs = 196 },
    };
}
