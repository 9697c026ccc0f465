using System.Text.Json.Serialization;

namespace Residua.Analysis;

/// <summary>The mean cosine between samples of each two classes.</summary>
public sealed record CosineMatrix
{
    /// <summary>C.</summary>
    public required int Classes { get; init; }

    /// <summary>Mean cosine over pairs of samples; [C,C] row-major, symmetric; NaN where there is no pair.</summary>
    public required double[] Values { get; init; }

    /// <summary>Samples left out because their signal is 0.</summary>
    public required int WithoutDirection { get; init; }

    // Means of cosines that differ by less are equal but for rounding.
    private const double Rounding = 1e-12;

    /// <summary>Rows whose largest value is on the diagonal, by more than rounding, and nowhere else.</summary>
    [JsonIgnore]
    public int RowsLargestOnDiagonal => Enumerable.Range(0, Classes).Count(a => Enumerable.Range(0, Classes).All(b => a == b || this[a, a] > this[a, b] + Rounding));

    /// <summary>Mean cosine within a class: of the diagonal.</summary>
    [JsonIgnore]
    public double Within => Average((a, b) => a == b);

    /// <summary>Mean cosine between classes: off the diagonal.</summary>
    [JsonIgnore]
    public double Between => Average((a, b) => a != b);

    /// <summary>The contrast: <see cref="Within"/> minus <see cref="Between"/>, each a plain mean of the matrix's entries.</summary>
    [JsonIgnore]
    public double Contrast => Within - Between;

    /// <summary>Mean cosine between samples of two classes.</summary>
    public double this[int first, int second] => Values[(first * Classes) + second];

    private double Average(Func<int, int, bool> counts) => (
        from a in Enumerable.Range(0, Classes)
        from b in Enumerable.Range(0, Classes)
        where counts(a, b) && double.IsFinite(this[a, b])
        select this[a, b]).DefaultIfEmpty(double.NaN).Average();
}
