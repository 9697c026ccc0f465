using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Mean and standard deviation of the residuals of each class at one layer, and how many neurons tell two classes apart:
/// those with |m_i(a) - m_i(b)| above a threshold, m_i(c) the mean of y_i over the samples of class c.
/// </summary>
/// <remarks>
/// Source: paper, section 6 and appendix B, Figure 5, claim C10. A difference of means is blurred by about
/// s_i √(2/n) with n samples a class, so thresholds near that count noise; with n = 200 and s_i = 0.1 it is 0.01.
/// </remarks>
public static class ClassResiduals
{
    /// <summary>The differences that are counted; <see cref="Different"/> is one of them.</summary>
    private static readonly double[] s_thresholds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    /// <summary>Means this far apart are called different where one number is asked for.</summary>
    public const double Different = 0.1;

    /// <summary>Takes them.</summary>
    /// <param name="residual">y(t), [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1. A class without samples has no numbers (NaN).</param>
    /// <param name="count">C.</param>
    /// <param name="layer">t.</param>
    /// <returns>Standard deviations are those of the population (divided by n), in float64 and two passes.</returns>
    /// <exception cref="ArgumentException">Residuals and classes do not go together.</exception>
    public static ClassResidualsResult Measure(Tensor residual, IReadOnlyList<int> classes, int count, int layer)
    {
        ClassRows.Require(residual, classes, count);
        int neurons = (int)residual.shape[1];
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        float[] means = new float[count * neurons], deviations = new float[count * neurons];
        Array.Fill(means, float.NaN);
        Array.Fill(deviations, float.NaN);
        double[] classDeviation = new double[count], wide = new double[count * neurons];
        Array.Fill(classDeviation, double.NaN);
        Array.Fill(wide, double.NaN);
        int[] samples = new int[count];
        for (int c = 0; c < count; c++)
        {
            long[] rows = ClassRows.Of(classes, c);
            samples[c] = rows.Length;
            if (rows.Length == 0)
            {
                continue;
            }

            Tensor own = residual.index_select(0, tensor(rows, device: residual.device)).to(float64); // [n,N]
            Tensor mean = own.mean([0]);                                                              // [N]
            double[] deviation = (own - mean).Square().mean([0]).sqrt().cpu().data<double>().ToArray(); // [N]
            mean.cpu().data<double>().ToArray().CopyTo(wide, c * neurons);
            classDeviation[c] = deviation.Average();
            for (int i = 0; i < neurons; i++)
            {
                means[(c * neurons) + i] = (float)wide[(c * neurons) + i];
                deviations[(c * neurons) + i] = (float)deviation[i];
            }
        }

        double[] shares = [.. s_thresholds.SelectMany(threshold => Shares(wide, count, neurons, threshold))]; // [K,C,C]
        return new()
        {
            Layer = layer,
            Neurons = neurons,
            Samples = samples,
            NotFinite = (int)residual.isfinite().all(1).logical_not().sum().item<long>(),
            ClassDeviation = classDeviation,
            Thresholds = [.. s_thresholds],
            ShareDiffering = shares,
            MeanShareDiffering = [.. Enumerable.Range(0, s_thresholds.Length).Select(k => MeanOverPairs(shares, k, count))],
            Mean = means,
            Deviation = deviations,
        };
    }

    /// <summary>The share of neurons whose class means [C,N] differ by more than a threshold, averaged over the pairs of classes with finite means; NaN without any.</summary>
    internal static double MeanShareDiffering(double[] means, int count, int neurons, double threshold) =>
        MeanOverPairs([.. Shares(means, count, neurons, threshold)], 0, count);

    // The share of neurons whose means differ, [C,C]; NaN where a mean is not finite, for what overflowed is neither alike nor different.
    private static IEnumerable<double> Shares(double[] means, int count, int neurons, double threshold) =>
        from a in Enumerable.Range(0, count)
        from b in Enumerable.Range(0, count)
        let differences = Enumerable.Range(0, neurons).Select(i => Math.Abs(means[(a * neurons) + i] - means[(b * neurons) + i]))
        select differences.All(double.IsFinite) ? differences.Count(difference => difference > threshold) / (double)neurons : double.NaN;

    private static double MeanOverPairs(double[] shares, int threshold, int count) => (
        from a in Enumerable.Range(0, count)
        from b in Enumerable.Range(a + 1, count - a - 1)
        select shares[(((threshold * count) + a) * count) + b]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
