using Residua.Analysis;

namespace Residua.App.Explorer.Services;

/// <summary>What of stored eigenvalues is shown.</summary>
internal static class StoredSpectra
{
    /// <summary>The eigenvalues of chosen classes, of their means or of all their samples together.</summary>
    /// <param name="result">The result.</param>
    /// <param name="isMap">Whether multipliers of the map; if not eigenvalues of the flow.</param>
    /// <param name="ofSamples">Whether of samples; if not of class means.</param>
    /// <param name="classes">The classes; none for all.</param>
    public static Spectrum[] Of(JacobianEigenvaluesResult result, bool isMap, bool ofSamples, IReadOnlyList<int> classes)
    {
        (double[] real, double[] imaginary) = isMap ? (result.MapReal, result.MapImaginary) : (result.FlowReal, result.FlowImaginary);
        int first = ofSamples ? result.ClassMeans.Length : 0;
        return
        [
            .. (ofSamples ? result.Samples : result.ClassMeans).Select((point, i) => (point.Class, Row: first + i))
                .Where(point => classes.Count == 0 || classes.Contains(point.Class))
                .GroupBy(point => point.Class).OrderBy(members => members.Key)
                .Select(members => new Spectrum($"class {members.Key}", members.Key, Rows(real, members), Rows(imaginary, members))),
        ];

        double[] Rows(double[] values, IEnumerable<(int Class, int Row)> members) => [.. members.SelectMany(point => values.Skip(point.Row * result.Neurons).Take(result.Neurons))];
    }
}
