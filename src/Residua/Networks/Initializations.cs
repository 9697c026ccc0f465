namespace Residua.Networks;

/// <summary>The named starts.</summary>
public static class Initializations
{
    /// <summary>Name, what it is for, and its numbers.</summary>
    public static IReadOnlyDictionary<string, InitializationSpec> All { get; } = new Dictionary<string, InitializationSpec>
    {
        // A negative bias keeps y small at the start, as a highway network's closed gate does.
        ["gated"] = new() { WeightGain = 1, Bias = -4 },
        // Every neuron inhibits every other: residuals end up sparse. Meant for nets without biases.
        ["competitive"] = new() { WeightMean = -8, WeightGain = 1 },
        // Every neuron inhibits itself, and some are inhibited by the others less: all inputs end at nearly the same sparse residuals.
        ["attractor"] = new() { WeightMean = -100, WeightRowSpread = 100, WeightDiagonal = -2, WeightGain = 1 },
        // A logistic perceptron passes no signal at gain 1: f' ≤ 1/4 shrinks it at every layer.
        ["gain"] = new() { WeightGain = 6, Bias = -2, ClassifierGain = 1 },
        // Gain 1 and nothing else: what tanh, ReLU and linear nets start from.
        ["plain"] = new() { WeightGain = 1, ClassifierGain = 1 },
    };

    /// <summary>The start of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static InitializationSpec Get(string name) => All.TryGetValue(name, out InitializationSpec? spec)
        ? spec
        : throw new ArgumentException($"There is no initialization '{name}'; there are {string.Join(", ", All.Keys)}.");
}
