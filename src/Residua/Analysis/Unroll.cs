using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Runs a network's depth and takes the statistics of its residuals: what is sparse, what settles, what oscillates.</summary>
/// <remarks>Source: paper, section 6 and appendix B, Figures 2 and 5.</remarks>
public static class Unroll
{
    /// <summary>Runs <paramref name="depth"/> layers and keeps means and standard deviations over samples by neuron.</summary>
    /// <param name="map">The network; past its depth only one with shared weights.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1.</param>
    /// <param name="depth">Layers to run.</param>
    /// <param name="progress">Told the share of the layers done.</param>
    /// <param name="cancellation">Ends the rollout between layers.</param>
    /// <exception cref="ArgumentException">The network cannot run that deep, or there are no samples.</exception>
    public static UnrollResult Run(
        IDepthMap map, Tensor x0, IReadOnlyList<int> classes, int depth, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ClassRows.Require(x0, classes);

        // Every layer of a shallow rollout; of a deep one the first 100 and then some, evenly on a log axis.
        Recording record = new()
        {
            Statistics = true,
            StatisticLayers = depth <= 200 ? LayerSelection.All : LayerSelection.LogSpaced(100, 400),
            Classes = classes,
        };
        using Trajectory trajectory = Rollout.Run(map, x0, depth, record, progress: progress, cancellation: cancellation);
        ResidualStatistics statistics = trajectory.Statistics!;
        (int layers, int n, int c) = (statistics.Layers.Length, statistics.Neurons, statistics.Classes);
        float[] finalMean = statistics.ClassMean[((layers - 1) * c * n)..], finalDeviation = statistics.ClassStandardDeviation[((layers - 1) * c * n)..];
        int[] sampled = [.. classes.Distinct()]; // a class without samples has no deviation
        return new()
        {
            TrainedDepth = map.Depth,
            Depth = depth,
            Samples = (int)x0.shape[0],
            Layers = statistics.Layers,
            MeanResidual = PerLayer(statistics.Mean, layers, values => FiniteMean(values)),
            MeanDeviation = PerLayer(statistics.StandardDeviation, layers, values => FiniteMean(values)),
            MeanClassDeviation = PerLayer(
                statistics.ClassStandardDeviation, layers, values => FiniteMean(sampled.SelectMany(own => values.Slice(own * n, n)))),
            MeanAbsoluteChange = statistics.MeanAbsoluteChange,
            ShareOfMeansBelow001 = PerLayer(statistics.Mean, layers, values => Share(values, value => value < 0.01f)),
            ShareOfMeansAbove05 = PerLayer(statistics.Mean, layers, values => Share(values, value => value > 0.5f)),
            ShareOfMeansAbove099 = PerLayer(statistics.Mean, layers, values => Share(values, value => value > 0.99f)),
            ShareDifferingBetweenClasses = ClassResiduals.MeanShareDiffering([.. finalMean.Select(mean => (double)mean)], c, n, ClassResiduals.Different),
            Mean = statistics.Mean,
            Deviation = statistics.StandardDeviation,
            FinalClassMean = finalMean,
            FinalClassDeviation = finalDeviation,
            Neurons = n,
            Classes = c,
        };
    }

    private static double[] PerLayer(float[] values, int layers, Func<ArraySegment<float>, double> summary)
    {
        int width = values.Length / layers;
        return [.. Enumerable.Range(0, layers).Select(layer => summary(new ArraySegment<float>(values, layer * width, width)))];
    }

    // NaN where a value is not finite.
    private static double FiniteMean(IEnumerable<float> values)
    {
        double mean = values.Average(value => (double)value);
        return double.IsFinite(mean) ? mean : double.NaN;
    }

    // NaN where a mean is not finite: an activity that overflowed is neither small nor large.
    private static double Share(ArraySegment<float> means, Func<float, bool> counts) =>
        means.All(float.IsFinite) ? means.Count(counts) / (double)means.Count : double.NaN;
}
