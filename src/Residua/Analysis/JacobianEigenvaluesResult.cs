using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>
/// Eigenvalues of the Jacobians of flow and map of y at a deep layer, at samples and at class means. A class mean is what the paper
/// takes; it need not be a fixed point, and where it is none its eigenvalues say nothing of stability.
/// </summary>
public sealed record JacobianEigenvaluesResult
{
    /// <summary>The layer.</summary>
    public required int Layer { get; init; }

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>The threshold of saturation on |f'|.</summary>
    public required double Saturation { get; init; }

    /// <summary>Whether the network is residual; if not it is a perceptron.</summary>
    public required bool Residual { get; init; }

    /// <summary>Whether the Jacobians are of x(t-1) → x(t), for want of a map of y alone; if not they are of y.</summary>
    public bool OfState { get; init; }

    /// <summary>One for each class that has samples.</summary>
    public required PointEigenvalues[] ClassMeans { get; init; }

    /// <summary>One for each sample done: the first of each class, then the second of each.</summary>
    public required PointEigenvalues[] Samples { get; init; }

    /// <summary>Samples that were asked for; fewer were done where the blocks are large.</summary>
    public required int SamplesAsked { get; init; }

    /// <summary>Class means under other thresholds, ascending, with <see cref="Saturation"/> among them; fewer than asked for where the blocks are large.</summary>
    public required ThresholdEigenvalues[] Thresholds { get; init; }

    /// <summary>How near the reduced eigenvalues are to those of the whole matrix.</summary>
    public required DenseComparison Comparison { get; init; }

    /// <summary>Re λ of the flow at the class means and then the samples, each descending; [P,N] row-major. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] FlowReal { get; init; } = [];

    /// <summary>Im λ of the flow; [P,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] FlowImaginary { get; init; } = [];

    /// <summary>Re μ of the map; [P,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] MapReal { get; init; } = [];

    /// <summary>Im μ of the map; [P,N]. Stored as an array file.</summary>
    [JsonIgnore]
    public double[] MapImaginary { get; init; } = [];

    /// <summary>C6: positive eigenvalues of the flow of y at the class means. Null where the Jacobians are of x, which it does not speak of.</summary>
    /// <param name="seed">The seed of the net.</param>
    public Measurement? ToMeasurement(int seed)
    {
        if (OfState)
        {
            return null;
        }

        ThresholdEigenvalues chosen = Thresholds.Single(one => one.Threshold == Saturation);
        (int least, int most) = (ClassMeans.Min(mean => mean.Samples), ClassMeans.Max(mean => mean.Samples));
        int[] ofSamples = [.. Samples.Select(sample => sample.Positive).Order()];
        string single = ofSamples.Length == 0 ? "" : FormattableString.Invariant(
            $" Single images: {(ofSamples[(ofSamples.Length - 1) / 2] + ofSamples[ofSamples.Length / 2]) / 2.0} positive at the median, {ofSamples[^1]} at most; {ofSamples.Count(count => count == 0)} of {ofSamples.Length} have none.");
        return new()
        {
            Seed = seed,
            Values = new Dictionary<string, double>
            {
                ["classesWithAtMostOne"] = chosen.ClassesWithAtMostOne,
                ["largestEigenvalue"] = chosen.LargestEigenvalue,
                ["medianPositive"] = chosen.MedianPositive,
            },
            Over = $"class means of {(least == most ? $"{least}" : $"{least}–{most}")} {(Split == "test" ? "test" : "training")} images a class at layer {Layer}",
            Note = FormattableString.Invariant(
                $"A mean of images that end at different points is no fixed point (its speed: up to {ClassMeans.Max(mean => mean.Speed):G2}).{single}"),
        };
    }
}
