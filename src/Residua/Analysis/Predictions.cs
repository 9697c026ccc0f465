using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Classifies images, and says which layer decided each: the readout K x(t) + c is followed through the layers.</summary>
/// <remarks>The decision layer is that of <see cref="LogitAttribution"/>, for a perceptron too; with early exits, of the layers that ran.</remarks>
public static class Predictions
{
    private const int Batch = 500;

    /// <summary>Classifies all samples.</summary>
    /// <param name="map">The network.</param>
    /// <param name="readout">Its readout.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="top">How many classes to name of each, at most all.</param>
    /// <param name="halt">Stops samples early; null to run all layers.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    public static IReadOnlyList<Prediction> Of(
        IDepthMap map, IReadout readout, Tensor x0, int top = 1, IHalting? halt = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        List<Prediction> predictions = [];
        for (long first = 0; first < x0.shape[0]; first += Batch)
        {
            using IDisposable noGradient = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = x0.narrow(0, first, Math.Min(Batch, x0.shape[0] - first));
            using Trajectory trajectory = Rollout.Run(map, rows, map.Depth, new() { Signals = Signals.State }, halt, cancellation: cancellation);
            Tensor logits = readout.Logits(trajectory.FinalState).to(float64);
            (Tensor values, Tensor classes) = logits.softmax(1).topk((int)Math.Min(top, logits.shape[1]), 1);
            int[] final = Classes(readout, trajectory.FinalState);
            int[][] readings = [Classes(readout, rows), .. Enumerable.Range(0, map.Depth).Select(t => Classes(readout, trajectory[Signals.State][t]))];
            double[] probabilities = values.cpu().contiguous().data<double>().ToArray();
            long[] named = classes.cpu().contiguous().data<long>().ToArray();
            int width = (int)values.shape[1];
            for (int i = 0; i < final.Length; i++)
            {
                int ran = trajectory.LayersRun[i], decided = ran;
                while (decided > 0 && readings[decided - 1][i] == final[i])
                {
                    decided--;
                }

                double[] own = probabilities[(i * width)..((i + 1) * width)];
                if (final[i] == Decision.None)
                {
                    predictions.Add(new(Decision.None, double.NaN, ran, ran, StoppedEarly: false, [], []));
                    continue;
                }

                predictions.Add(new(
                    final[i], own[0], decided, ran, trajectory.Reasons[i] == StopReason.Halted && ran < map.Depth,
                    [final[i], .. named[(i * width)..((i + 1) * width)].Select(c => (int)c).Where(c => c != final[i]).Take(width - 1)], own));
            }
        }

        return predictions;
    }

    private static int[] Classes(IReadout readout, Tensor state)
    {
        using Tensor logits = readout.Logits(state);
        return Decision.Of(logits);
    }
}
