using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>The fixed points and periodic orbits at which samples and class means end, deduplicated, and which classes end where.</summary>
/// <remarks>K points, N neurons, B samples, C classes. Arrays by point follow <see cref="Points"/>; what was not computed is NaN.</remarks>
public sealed record FixedPointsResult
{
    /// <summary>The layer from which the samples went on.</summary>
    public required int Layer { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Classes C.</summary>
    public required int Classes { get; init; }

    /// <summary>Whether the network is residual; if not it is a perceptron.</summary>
    public required bool Residual { get; init; }

    /// <summary>What was asked for.</summary>
    public required FixedPointOptions Options { get; init; }

    /// <summary>The points, those with most samples first.</summary>
    public required FixedPoint[] Points { get; init; }

    /// <summary>Points whose eigenvalues were computed.</summary>
    public required int Decomposed { get; init; }

    /// <summary>Newton starts that did not converge; 0 where Newton's method was not needed.</summary>
    public required int NotConverged { get; init; }

    /// <summary>The class of each sample; [B].</summary>
    public required int[] SampleClasses { get; init; }

    /// <summary>What each sample does at the end; [B].</summary>
    public required SampleEnding[] Endings { get; init; }

    /// <summary>The point at which a sample settled, or its orbit; -1 for none; [B].</summary>
    public required int[] SamplePoints { get; init; }

    /// <summary>max_i |y_i(t+1) - y_i(t)| at the end; [B].</summary>
    public required double[] Speeds { get; init; }

    /// <summary>Further layers that each sample went; [B].</summary>
    public required int[] FurtherLayers { get; init; }

    /// <summary>
    /// 1/λ in layers, λ the largest real part of the flow's eigenvalues at the point (of a settled sample) or the state (of a slow one);
    /// NaN where λ is not positive or not known; [B].
    /// </summary>
    public required double[] EscapeTimes { get; init; }

    /// <summary>
    /// Layers until the first saturated neuron that is driven away from its end gets to 1/2, if nothing else changes: min |z_i| / |(W y)_i|;
    /// NaN where there is none, and in a perceptron; [B].
    /// </summary>
    public required double[] LayersToLeave { get; init; }

    /// <summary>Where the mean of each class that has samples goes; the arrays above are of samples alone.</summary>
    public ClassMeanEnding[] ClassMeans { get; init; } = [];

    /// <summary>y at <see cref="Layer"/> of the first sample that led to each point, or the first class mean where no sample did; [K,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] Initial { get; init; } = [];

    /// <summary>The points; [K,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] Coordinates { get; init; } = [];

    /// <summary>Re λ of the flow at each point, descending; [K,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] EigenvaluesReal { get; init; } = [];

    /// <summary>Im λ; [K,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] EigenvaluesImaginary { get; init; } = [];
}
