using System.Text.Json.Serialization;
using Residua.Systems;

namespace Residua.Analysis;

/// <summary>What the neurons do through depth within each class. The arrays, [L,C,N] row-major, are stored as an array file, not in JSON.</summary>
public sealed record ClassTrajectoriesResult
{
    /// <summary>T, the depth the network was trained with.</summary>
    public required int TrainedDepth { get; init; }

    /// <summary>How many layers were run.</summary>
    public required int Depth { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>The layers kept, ascending; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Samples a class; [C].</summary>
    public required int[] Samples { get; init; }

    /// <summary>N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Mean of x_i(t) within each class; NaN, as all below, in a class without samples.</summary>
    [JsonIgnore]
    public float[] StateMean { get; init; } = [];

    /// <summary>Standard deviation of x_i(t) within each class.</summary>
    [JsonIgnore]
    public float[] StateDeviation { get; init; } = [];

    /// <summary>Mean of y_i(t) within each class.</summary>
    [JsonIgnore]
    public float[] ResidualMean { get; init; } = [];

    /// <summary>Standard deviation of y_i(t) within each class.</summary>
    [JsonIgnore]
    public float[] ResidualDeviation { get; init; } = [];

    /// <summary>Mean of z_i(t) within each class.</summary>
    [JsonIgnore]
    public float[] PreActivationMean { get; init; } = [];

    /// <summary>Standard deviation of z_i(t) within each class.</summary>
    [JsonIgnore]
    public float[] PreActivationDeviation { get; init; } = [];

    /// <summary>Mean and standard deviation of one signal, [L,C,N] each.</summary>
    /// <exception cref="ArgumentException">It is not one signal.</exception>
    public (float[] Mean, float[] Deviation) Of(Signals signal) => signal switch
    {
        Signals.State => (StateMean, StateDeviation),
        Signals.Residual => (ResidualMean, ResidualDeviation),
        Signals.PreActivation => (PreActivationMean, PreActivationDeviation),
        _ => throw new ArgumentException($"{signal} is not one signal.", nameof(signal)),
    };
}
