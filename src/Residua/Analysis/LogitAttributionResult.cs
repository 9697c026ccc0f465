using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>
/// The logits of a network split by layer. Steps are 0 for what the input itself puts in and 1..T for the layers; L = T + 1.
/// The margin of a sample is the logit of its class minus the largest other one, "the best other", both at layer T.
/// Arrays by class have NaN where a class has no sample.
/// </summary>
public sealed record LogitAttributionResult
{
    /// <summary>The steps 0..T; [L].</summary>
    public required int[] Layers { get; init; }

    /// <summary>Samples of each class; [C].</summary>
    public required int[] Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>c, the classifier's bias; [C].</summary>
    public required double[] Bias { get; init; }

    /// <summary>Mean of c at the best other class, by class; [C].</summary>
    public required double[] OtherBias { get; init; }

    /// <summary>Mean part of each logit: by class of the samples, logit, and step; [C,C,L] row-major.</summary>
    public required double[] Contribution { get; init; }

    /// <summary>Mean part of the best other logit, by class of the samples and step; [C,L].</summary>
    public required double[] OtherContribution { get; init; }

    /// <summary>Mean part of the margin, by class and step; [C,L].</summary>
    public required double[] MarginContribution { get; init; }

    /// <summary>Samples whose margin owes most to a step, by class and step; [C,L].</summary>
    public required int[] LargestAt { get; init; }

    /// <summary>Share of samples in which a step takes away from the margin; [L].</summary>
    public required double[] ShareNegative { get; init; }

    /// <summary>Mean over samples of Σ|negative parts of the margin| / Σ|parts|: 0 where all steps pull one way, 0.5 where they cancel.</summary>
    public required double MeanCancelling { get; init; }

    /// <summary>Share of samples that K x(t) + c reads rightly; [L].</summary>
    public required double[] Accuracy { get; init; }

    /// <summary>Samples by class and decision layer, the first from which on the reading K x(t) + c stays the final one; [C,L].</summary>
    public required int[] DecidedAt { get; init; }

    /// <summary>The class of each sample; [B]. Stored as an array file, like the others below, not in JSON.</summary>
    [JsonIgnore]
    public int[] Labels { get; init; } = [];

    /// <summary>What each sample is taken for at layer T; [B].</summary>
    [JsonIgnore]
    public int[] Predictions { get; init; } = [];

    /// <summary>The decision layer of each sample; [B].</summary>
    [JsonIgnore]
    public int[] DecisionLayers { get; init; } = [];

    /// <summary>Part of each sample's margin by step; [B,L].</summary>
    [JsonIgnore]
    public double[] Margins { get; init; } = [];

    /// <summary>Share of cancelling parts of each sample's margin; [B].</summary>
    [JsonIgnore]
    public double[] Cancelling { get; init; } = [];

    /// <summary>For each class the step to which its mean margin owes most; [C], -1 without samples.</summary>
    [JsonIgnore]
    public int[] LargestLayer =>
    [
        .. Enumerable.Range(0, Samples.Length).Select(c => Samples[c] == 0 ? -1
            : Enumerable.Range(0, Layers.Length).MaxBy(t => MarginContribution[(c * Layers.Length) + t])),
    ];

    /// <summary>Samples by decision layer, over all classes; [L].</summary>
    [JsonIgnore]
    public int[] Decided => OverClasses(DecidedAt);

    /// <summary>Samples whose margin owes most to a step, over all classes; [L].</summary>
    [JsonIgnore]
    public int[] Largest => OverClasses(LargestAt);

    /// <summary>The least layer at which half of the samples or more are decided.</summary>
    [JsonIgnore]
    public int MedianDecision
    {
        get
        {
            int half = (Samples.Sum() + 1) / 2, decided = 0;
            return Layers.First(t => (decided += Decided[t]) >= half);
        }
    }

    private int[] OverClasses(int[] counts) =>
        [.. Enumerable.Range(0, Layers.Length).Select(t => Enumerable.Range(0, Samples.Length).Sum(c => counts[(c * Layers.Length) + t]))];
}
