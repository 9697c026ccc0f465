using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>
/// How a small change of a layer reaches the logits: the strict S(s) = ∂logits/∂y(s) = K M'(s), M'(s) = J(T) … J(s+1), for
/// s = 0..T; y(0) is x(0).
/// </summary>
/// <remarks>
/// The printed eq. 10, whose product ends in J(s), is K ∂x(T)/∂x(s-1): everything here at s - 1 is the printed form's at s.
/// Arrays of T+1 values go with s = 0..T; means and standard deviations are over samples.
/// </remarks>
public sealed record SensitivityResult
{
    /// <summary>T.</summary>
    public required int Depth { get; init; }

    /// <summary>a of J(t) = a I + M(t): 1 in a residual network, 0 in a perceptron.</summary>
    public required double Carry { get; init; }

    /// <summary>Samples B.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Neurons N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Classes C.</summary>
    public required int Classes { get; init; }

    /// <summary>Neurons with |f'| at most this counted as saturated in determinants.</summary>
    public required double Saturation { get; init; }

    /// <summary>Mean number of unsaturated neurons at layer t; [T], from t = 1.</summary>
    public required double[] MeanUnsaturated { get; init; }

    /// <summary>Mean of log10 |det M'(s)| over the samples where it is not 0; [T+1].</summary>
    public required double[] MeanLog10Determinant { get; init; }

    /// <summary>Its standard deviation; [T+1].</summary>
    public required double[] Log10DeterminantDeviation { get; init; }

    /// <summary>Share of samples whose det M'(s) is 0; [T+1].</summary>
    public required double[] ShareSingular { get; init; }

    /// <summary>Largest difference over s between log10 |det M'(s)| of the unsaturated blocks and of whole matrices, on the first sample.</summary>
    public required double ReductionError { get; init; }

    /// <summary>How many samples <see cref="ProductSingularValues"/> are over.</summary>
    public required int SingularSamples { get; init; }

    /// <summary>Means of the largest singular values of M'(s), descending; [T+1,k], no rows where none were asked for.</summary>
    public required double[][] ProductSingularValues { get; init; }

    /// <summary>Largest bound on the relative error of any of them.</summary>
    public required double SingularValueError { get; init; }

    /// <summary>Mean of the largest singular value of S(s), exactly from its C × C Gram matrix: the largest gain of any direction; [T+1].</summary>
    public required double[] LargestGain { get; init; }

    /// <summary>Its standard deviation; [T+1].</summary>
    public required double[] LargestGainDeviation { get; init; }

    /// <summary>Mean of ‖S(s)‖_F / √N, the root mean square of ‖S(s) v‖ over unit vectors v; [T+1].</summary>
    public required double[] RandomGain { get; init; }

    /// <summary>Mean of ‖S(s) v‖ for v = y(s)/‖y(s)‖, which a lesion of the whole residual perturbs along; NaN where every sample is silent; [T+1], x(0) for s = 0.</summary>
    public required double[] ResidualGain { get; init; }

    /// <summary>Samples whose y(s) is 0, so that it has no direction; <see cref="ResidualGain"/> is over the others; [T+1].</summary>
    public int[] SilentSamples { get; init; } = [];

    /// <summary>Mean of ‖S_c(s)‖, the row of S(s) of class c: its logit's largest change for a unit change of y(s); [C][T+1].</summary>
    public required double[][] ClassGains { get; init; }

    /// <summary>log10 |det M'(s)| of each sample; [B,T+1]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public double[] Log10Determinants { get; init; } = [];

    /// <summary>The largest singular value of S(s) of each sample; [B,T+1]. Stored as an array file, not in JSON.</summary>
    [JsonIgnore]
    public double[] LargestGains { get; init; } = [];

    /// <summary>The median over samples of log10 |det M'(early)| - log10 |det M'(late)|; NaN where a determinant is 0.</summary>
    /// <param name="early">s, 1..T.</param>
    /// <param name="late">s, 1..T.</param>
    /// <param name="printed">Whether M' is the printed product, which ends in J(s), and not the strict one.</param>
    public double MedianLog10Ratio(int early, int late, bool printed)
    {
        int shift = printed ? 1 : 0;
        double[] ratios =
        [
            .. Enumerable.Range(0, Samples)
                .Select(n => Log10Determinants[(n * (Depth + 1)) + early - shift] - Log10Determinants[(n * (Depth + 1)) + late - shift])
                .Order(),
        ];
        return ratios.Any(double.IsNaN) ? double.NaN : (ratios[(Samples - 1) / 2] + ratios[Samples / 2]) / 2;
    }

    /// <summary>C9: by how many orders of magnitude |det M'(4)| is above |det M'(10)|; NaN in a network of fewer than 10 layers.</summary>
    public Measurement ToMeasurement(int seed)
    {
        const int Early = 4, Late = 10;
        double Ratio(bool printed) => Depth < Late ? double.NaN : MedianLog10Ratio(Early, Late, printed);
        return new()
        {
            Seed = seed,
            Values = new Dictionary<string, double> { ["medianLog10Ratio"] = Ratio(printed: false) },
            Over = $"{Samples} {(Split == "test" ? "test" : "training")} images",
            Note = FormattableString.Invariant(
                $"M'(s) is ∂x(T)/∂x(s), which ends in I + M(s+1); with the printed product, which ends in I + M(s), the median is {Ratio(printed: true):F1}."),
        };
    }
}
