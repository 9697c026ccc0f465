using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>Which neurons are saturated, how sparse the residuals are and in how many dimensions they vary, through depth.</summary>
/// <remarks>Arrays of L values go with <see cref="Layers"/>; those of K × L with thresholds and layers, row-major.</remarks>
public sealed record SaturationResult
{
    /// <summary>T, the depth the network was trained with.</summary>
    public required int TrainedDepth { get; init; }

    /// <summary>How many layers were run.</summary>
    public required int Depth { get; init; }

    /// <summary>Samples B.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>The layers kept; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Thresholds of |f'|, descending; [K].</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>Share of residuals with |y| below 0.01; [L].</summary>
    public required double[] ShareBelow001 { get; init; }

    /// <summary>Mean over samples of the Treves-Rolls sparseness, scaled to [0,1], 1 for one active neuron; [L].</summary>
    public required double[] TrevesRolls { get; init; }

    /// <summary>Mean over samples of Hoyer's sparseness, in [0,1]; [L].</summary>
    public required double[] Hoyer { get; init; }

    /// <summary>The participation ratio of the covariance of y(t) over samples; [L], NaN where all samples have one y.</summary>
    public required double[] EffectiveDimension { get; init; }

    /// <summary>The trace of that covariance: the variance of y(t) over samples, summed over neurons; [L].</summary>
    public required double[] TotalVariance { get; init; }

    /// <summary>Share of residuals saturated below, |f'| at most the threshold and z &lt; 0: near 0 for the logistic f; [K,L].</summary>
    [JsonIgnore]
    public double[] ShareLow { get; init; } = [];

    /// <summary>Share saturated above, z ≥ 0: near 1 for the logistic f; [K,L].</summary>
    [JsonIgnore]
    public double[] ShareHigh { get; init; } = [];

    /// <summary>Mean over samples of the number of unsaturated neurons; [K,L].</summary>
    [JsonIgnore]
    public double[] MeanUnsaturated { get; init; } = [];

    /// <summary>The least number of them in a sample; [K,L].</summary>
    [JsonIgnore]
    public double[] LeastUnsaturated { get; init; } = [];

    /// <summary>The largest; [K,L].</summary>
    [JsonIgnore]
    public double[] MostUnsaturated { get; init; } = [];

    /// <summary>Share of neurons that are unsaturated in any of the samples; [K,L].</summary>
    [JsonIgnore]
    public double[] ShareUnsaturatedInAny { get; init; } = [];
}
