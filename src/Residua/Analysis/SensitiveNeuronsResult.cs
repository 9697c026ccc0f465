namespace Residua.Analysis;

/// <summary>
/// The neuron to which each class's logit is most sensitive, and its residual and cumulative for every class through
/// depth (Figure 3). Arrays [C,C,L] are indexed by the class whose neuron it is, the class of the samples, and the layer.
/// </summary>
public sealed record SensitiveNeuronsResult
{
    /// <summary>The layers, 1..T; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>The neuron argmax_i K_ci (or |K_ci|) of each class; [C].</summary>
    public required int[] Neurons { get; init; }

    /// <summary>K at that neuron; [C].</summary>
    public required double[] ClassifierWeights { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Samples a class; [C].</summary>
    public required int[] Samples { get; init; }

    /// <summary>Whether |K| chose the neurons instead of K.</summary>
    public required bool ByMagnitude { get; init; }

    /// <summary>Mean residual y(t), [C,C,L] row-major.</summary>
    public required double[] Residual { get; init; }

    /// <summary>Mean cumulative x(t), [C,C,L] row-major.</summary>
    public required double[] Cumulative { get; init; }

    /// <summary>For each class, whether its own samples have the largest mean x(T) of its neuron; [C].</summary>
    public required bool[] OwnClassLargest { get; init; }
}
