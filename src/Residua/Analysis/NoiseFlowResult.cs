namespace Residua.Analysis;

/// <summary>The noise in a network's residuals through depth, measured and as the paper's equations predict it.</summary>
public sealed record NoiseFlowResult
{
    /// <summary>Whether the network is a perceptron (eq. 6–8) or a residual net (eq. 4–5).</summary>
    public required bool Perceptron { get; init; }

    /// <summary>How it was measured.</summary>
    public required NoiseFlowOptions Options { get; init; }

    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>How many samples, one realisation each.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Whether weights vary with the layer, so that the forms of eq. 5 neglect the term with dW/dt.</summary>
    public required bool VariableWeights { get; init; }

    /// <summary>Each amplitude.</summary>
    public required NoiseFlowAmplitude[] Amplitudes { get; init; }

    /// <summary>Of a residual net: the largest difference between a printed line of eq. 5 and F(y+ξ) - F(y), over the largest of the latter. Else null.</summary>
    public double? LinesDifference { get; init; }

    /// <summary>Of a perceptron: the conditions under which small noise dies out. Else null.</summary>
    public NoiseConditions? Conditions { get; init; }

    /// <summary>C15: whether noise of a = 0.001 falls at every layer of a perceptron, from the input on. Null where that was not measured.</summary>
    public Measurement? SmallNoise(int seed)
    {
        NoiseFlowAmplitude? small = Perceptron ? Amplitudes.FirstOrDefault(one => one.Amplitude == 0.001) : null;
        return small is null ? null : new()
        {
            Seed = seed,
            Values = new Dictionary<string, double> { ["shareFalling"] = small.ShareFalling, ["largestMeanGrowth"] = small.Growth.Max() },
            Over = $"{Samples} {(Split == "test" ? "test" : "training")} images, one realisation each, layers 1–{Depth}, layer 1 against the noise in the input",
        };
    }
}
