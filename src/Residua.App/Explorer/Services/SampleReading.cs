using Residua.Analysis;
using Residua.Systems;

namespace Residua.App.Explorer.Services;

/// <summary>What a network makes of one image, layer by layer.</summary>
public sealed record SampleReading
{
    /// <summary>Which image, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>How many images there are.</summary>
    public required int Count { get; init; }

    /// <summary>Its class.</summary>
    public required int Label { get; init; }

    /// <summary>The image, to be shown.</summary>
    public required string Picture { get; init; }

    /// <summary>T, the last trained layer.</summary>
    public required int Trained { get; init; }

    /// <summary>Layers that were run.</summary>
    public required int Layers { get; init; }

    /// <summary>N.</summary>
    public required int Neurons { get; init; }

    /// <summary>C.</summary>
    public required int Classes { get; init; }

    /// <summary>y(1) to y of the last layer run, [L,N] row-major.</summary>
    public required float[] Residuals { get; init; }

    /// <summary>Class probabilities read out of x(0) to x of the last layer run, [L+1,C] row-major.</summary>
    public required double[] Probabilities { get; init; }

    /// <summary>The network's answer, after its trained layers.</summary>
    public required Prediction Answer { get; init; }

    /// <summary>Whether the answer is the image's class.</summary>
    public bool IsRight => Answer.Class == Label;

    /// <summary>y_i(t), t from 1.</summary>
    public double Residual(int layer, int neuron) => Residuals[((layer - 1) * Neurons) + neuron];

    /// <summary>The probability of a class, read out of x(t), t from 0.</summary>
    public double Probability(int layer, int c) => Probabilities[(layer * Classes) + c];

    /// <summary>The most probable class, read out of x(t), t from 0.</summary>
    public int ClassAt(int layer) => Decision.Of([.. Enumerable.Range(0, Classes).Select(c => Probability(layer, c))]);
}
