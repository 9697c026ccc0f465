using Residua.Networks;
using Residua.Runs;

namespace Residua.App.Specs;

/// <summary>Guesses a specification from the names and shapes of weights that came from elsewhere. Pure.</summary>
internal static class ForeignWeights
{
    private const int ImagePixels = 28 * 28;

    /// <summary>What the shapes say: N, C, biases, the number of matrices, a projection and its inputs; the rest keeps its default.</summary>
    /// <param name="shapes">The shape of each tensor by name.</param>
    /// <param name="wide">Whether weights have 64 bits.</param>
    public static RunSpec Guess(IReadOnlyDictionary<string, long[]> shapes, bool wide)
    {
        NetworkSpec network = new();
        int matrices = shapes.Keys.Count(name => name.StartsWith("layers.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal));
        bool projects = shapes.TryGetValue("embedding.projection", out long[]? projection);
        return new()
        {
            Name = "imported",
            Training = null,
            Network = network with
            {
                Neurons = Size("layers.0.weight", 0) ?? network.Neurons,
                Classes = Size("classifier.weight", 0) ?? network.Classes,
                Weights = matrices > 1 ? "variable" : "shared",
                Layers = matrices > 1 ? matrices : network.Layers,
                Bias = shapes.ContainsKey("layers.0.bias"),
                ClassifierBias = shapes.ContainsKey("classifier.bias"),
                Embedding = projects ? "orthogonal" : network.Embedding,
                Precision = wide ? Precision.Float64 : Precision.Float32,
            },
        };

        int? Size(string name, int axis) => shapes.TryGetValue(name, out long[]? shape) && shape.Length > axis ? Count(name, shape[axis]) : null;
    }

    /// <summary>Inputs, where the user does not say: the projection's, or those of a 28 × 28 image pooled.</summary>
    public static int Inputs(IReadOnlyDictionary<string, long[]> shapes, int pool) =>
        shapes.TryGetValue("embedding.projection", out long[]? shape) && shape.Length == 2 ? Count("embedding.projection", shape[1]) : (int)(ImagePixels / ((long)pool * pool));

    private static int Count(string name, long size) => size is >= 1 and <= NetworkSpec.MostNeurons
        ? (int)size
        : throw new InvalidDataException($"The tensor {name} has a side of {size}; a network has 1 to {NetworkSpec.MostNeurons} neurons, inputs and classes.");
}
