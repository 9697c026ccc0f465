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
        if (x0.shape[0] == 0)
        {
            throw new ArgumentException("There are no samples to unroll.", nameof(x0));
        }

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
        return new()
        {
            TrainedDepth = map.Depth,
            Depth = depth,
            Samples = (int)x0.shape[0],
            Layers = statistics.Layers,
            MeanResidual = PerLayer(statistics.Mean, layers, values => values.Average(value => (double)value)),
            MeanDeviation = PerLayer(statistics.StandardDeviation, layers, values => values.Average(value => (double)value)),
            MeanClassDeviation = PerLayer(
                statistics.ClassStandardDeviation, layers, values => values.Where(float.IsFinite).Select(value => (double)value).DefaultIfEmpty(double.NaN).Average()),
            MeanAbsoluteChange = statistics.MeanAbsoluteChange,
            ShareOfMeansBelow001 = PerLayer(statistics.Mean, layers, values => Share(values, value => value < 0.01f)),
            ShareOfMeansAbove05 = PerLayer(statistics.Mean, layers, values => Share(values, value => value > 0.5f)),
            ShareOfMeansAbove099 = PerLayer(statistics.Mean, layers, values => Share(values, value => value > 0.99f)),
            ShareDifferingBetweenClasses = ShareDiffering(finalMean, c, n),
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

    // NaN where a mean is not finite: an activity that overflowed is neither small nor large.
    private static double Share(ArraySegment<float> means, Func<float, bool> counts) =>
        means.All(float.IsFinite) ? means.Count(counts) / (double)means.Count : double.NaN;

    // Mean over pairs of classes of the share of neurons whose class means differ by more than 0.1.
    private static double ShareDiffering(float[] means, int classes, int neurons)
    {
        List<double> shares = [];
        for (int a = 0; a < classes; a++)
        {
            for (int b = a + 1; b < classes; b++)
            {
                int first = a * neurons, second = b * neurons;
                if (float.IsFinite(means[first]) && float.IsFinite(means[second]))
                {
                    shares.Add(Enumerable.Range(0, neurons).Count(i => Math.Abs(means[first + i] - means[second + i]) > 0.1) / (double)neurons);
                }
            }
        }

        return shares.Count > 0 ? shares.Average() : double.NaN;
    }
}
