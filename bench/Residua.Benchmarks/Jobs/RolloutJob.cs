using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>Deep rollouts with the statistics of their residuals, beside the plain loop.</summary>
internal static class RolloutJob
{
    /// <summary>A rollout of test images of MNIST, or of random pixels where the network is given.</summary>
    public static Comparison Of(string name, string network, int samples, int depth, double target, bool withPython = true, Func<LayeredNetwork>? make = null) =>
        new(name, $"rollout of {samples} samples through {depth} layers with statistics, {network}", withPython ? new Dictionary<string, double> { [Peers.Plain] = target, [Peers.Torch] = target } : new() { [Peers.Plain] = target },
            bench => Start(bench, make?.Invoke() ?? bench.Network(network), samples, depth, withPython, isMnist: make is null))
        {
            Agreement = "mean and deviation of y, shares near 0 and 1, change, mean within classes at the last layer, and each sample's class",
            Rounds = 3,
        };

    private static List<Contestant> Start(Workbench bench, LayeredNetwork own, int samples, int depth, bool withPython, bool isMnist)
    {
        (Tensor pixels, int[] labels) = isMnist ? Workbench.First(bench.Test, samples) : (rand([samples, own.Spec.Inputs]), [.. Enumerable.Range(0, samples).Select(i => i % 10)]);
        Tensor x0 = own.Embed(pixels);
        int[] kept = [.. (depth <= 200 ? LayerSelection.All : LayerSelection.LogSpaced(100, 400)).Resolve(depth)];
        Recording record = new() { Statistics = true, StatisticLayers = LayerSelection.Only(kept), Classes = labels };
        List<Contestant> all =
        [
            new("Residua", () => Lap.Of(() => Own(own, x0, depth, record)), own, x0),
            new(Peers.Plain, () => Lap.Of(() => PlainRollout.Run(own, x0, depth, [.. kept], labels))),
        ];
        if (withPython)
        {
            all.Add(Contestant.Python(bench, Peers.Torch, "rollout", () => new Dictionary<string, NpyArray>(Workbench.Arrays(own))
            {
                ["x0"] = Workbench.Array(x0),
                ["depth"] = NpyArray.Of(new[] { depth }, 1),
                ["kept"] = NpyArray.Of(kept, kept.Length),
                ["classes"] = NpyArray.Of(labels, labels.Length),
            }));
        }

        return all;
    }

    private static double[] Own(LayeredNetwork network, Tensor x0, int depth, Recording record)
    {
        using Trajectory trajectory = Rollout.Run(network, x0, depth, record);
        ResidualStatistics statistics = trajectory.Statistics!;
        int n = statistics.Neurons, c = statistics.Classes, last = statistics.Layers.Length - 1;
        using Tensor logits = network.Logits(trajectory.FinalState), classes = logits.argmax(1);
        return
        [
            statistics.Mean[(last * n)..].Average(), statistics.StandardDeviation[(last * n)..].Average(), statistics.ShareNearZero[last], statistics.ShareNearOne[last],
            statistics.MeanAbsoluteChange[last], statistics.ClassMean[(last * c * n)..].Average(), .. classes.data<long>().ToArray().Select(value => (double)value),
        ];
    }
}
