using System.Globalization;

namespace Residua.Analysis;

/// <summary>The residuals of each class at one layer (Figure 5).</summary>
public sealed record ClassResidualsResult
{
    /// <summary>t.</summary>
    public required int Layer { get; init; }

    /// <summary>N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Samples a class; [C].</summary>
    public required int[] Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Samples with a residual that is not finite; their class has no numbers (NaN).</summary>
    public required int NotFinite { get; init; }

    /// <summary>Mean over neurons of the standard deviation within each class; [C].</summary>
    public required double[] ClassDeviation { get; init; }

    /// <summary>The differences between class means that are counted, ascending; [K].</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>Share of neurons whose means differ by more than a threshold between two classes; [K,C,C] row-major.</summary>
    public required double[] ShareDiffering { get; init; }

    /// <summary>The same, averaged over pairs of classes; [K].</summary>
    public required double[] MeanShareDiffering { get; init; }

    /// <summary>Mean of y_i within each class; [C,N] row-major. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] Mean { get; init; } = [];

    /// <summary>Standard deviation of y_i within each class; [C,N]. Stored as an array file, not in JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public float[] Deviation { get; init; } = [];

    /// <summary>Mean over neurons and classes of the standard deviation within a class.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double MeanClassDeviation => ClassDeviation.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The same over the neurons and classes whose mean is above 0.01: many silent neurons make the plain mean small.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double ActiveClassDeviation => Mean.Zip(Deviation).Where(pair => pair.First > 0.01f && float.IsFinite(pair.Second))
        .Select(pair => (double)pair.Second).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Share of neurons that differ by more than <see cref="ClassResiduals.Different"/>, averaged over pairs of classes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double Differing => MeanShareDiffering[Array.IndexOf(Thresholds, ClassResiduals.Different)];

    /// <summary>C10: how many neurons tell two classes apart, and the deviation within a class.</summary>
    /// <param name="seed">The seed of the net.</param>
    public Measurement ToMeasurement(int seed)
    {
        (int least, int most) = (Samples.Min(), Samples.Max());
        return new()
        {
            Seed = seed,
            Values = new Dictionary<string, double> { ["shareDiffering"] = Differing, ["classDeviation"] = MeanClassDeviation },
            Over = $"{(least == most ? $"{least}" : $"{least}–{most}")} {(Split == "test" ? "test" : "training")} images a class at layer {Layer}",
            Note = double.IsFinite(ActiveClassDeviation)
                ? string.Create(CultureInfo.InvariantCulture, $"The deviation is a mean over all neurons; over those with a class mean above 0.01 alone it is {ActiveClassDeviation:G2}.")
                : null,
        };
    }
}
