namespace Residua.Analysis;

/// <summary>What removing or perturbing one layer does to a network's answers, layer by layer.</summary>
public sealed record LesionResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>Samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Whether all layers have one matrix: then a network without layer s is one of T-1 layers whatever s is, and skips do not differ.</summary>
    public required bool SharedWeights { get; init; }

    /// <summary>Samples on which effects were predicted.</summary>
    public required int PredictionSamples { get; init; }

    /// <summary>The relative size of noise.</summary>
    public required double Size { get; init; }

    /// <summary>Share of samples that the intact network misclassifies.</summary>
    public required double IntactError { get; init; }

    /// <summary>Mean norm of the intact network's logits, for the scale of changes.</summary>
    public required double IntactLogitNorm { get; init; }

    /// <summary>The effects, one a kind.</summary>
    public required LesionEffect[] Effects { get; init; }
}
