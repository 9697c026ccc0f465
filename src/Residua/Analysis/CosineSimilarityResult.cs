namespace Residua.Analysis;

/// <summary>How alike samples of the same and of different classes are at the last trained layer (Figure 6B-C).</summary>
public sealed record CosineSimilarityResult
{
    /// <summary>T.</summary>
    public required int Layer { get; init; }

    /// <summary>Samples a class; [C].</summary>
    public required int[] Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Of the states x(T).</summary>
    public required CosineMatrix State { get; init; }

    /// <summary>Of the residuals y(T); in a perceptron they are the states.</summary>
    public required CosineMatrix Residual { get; init; }
}
