using Residua.Dynamics;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>Eigenvalues of the flow's Jacobians at a deep layer, reduced to the unsaturated neurons, beside dense ones.</summary>
internal static class EigenvaluesJob
{
    private const int Depth = 1000, DensePoints = 4;
    private const double Threshold = 1e-6;

    /// <summary>At so many samples.</summary>
    public static Comparison Of(string name, string network, int samples, double target) =>
        new(name, $"eigenvalues of the flow's Jacobians of {samples} samples at layer {Depth}, {network} (the peers: {DensePoints} of them, time by matrix)",
            new Dictionary<string, double> { [Peers.Dense] = target, [Peers.Scipy] = target }, bench => Start(bench, network, samples))
        {
            Agreement = "largest real part of each of the first samples",
            Rounds = 3,
        };

    private static IReadOnlyList<Contestant> Start(Workbench bench, string name, int samples)
    {
        LayeredNetwork network = bench.Network(name);
        (Tensor pixels, _) = Workbench.First(bench.Test, samples);
        using Tensor images = pixels, x0 = network.Embed(images);
        using Trajectory trajectory = Rollout.Run(network, x0, Depth, new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = LayerSelection.Last });
        Linearization flow = Linearization.Flow(network, trajectory[Signals.Residual][0], trajectory[Signals.PreActivation][0]);
        Tensor dense = stack(Enumerable.Range(0, DensePoints).Select(flow.Dense).ToArray()).to(float64);
        return
        [
            new("Residua", () => Lap.Of(() => [.. Enumerable.Range(0, samples).Select(point => ReducedEigenvalues.Of(flow, point, Threshold).Real[0]).ToArray().Take(DensePoints)]), flow, network),
            new(Peers.Dense, () => Lap.Of(() => [.. Enumerable.Range(0, DensePoints).Select(point => LargestOf(dense[point]))]), dense) { Share = (double)DensePoints / samples },
            Contestant.Python(bench, Peers.Scipy, "eigenvalues", () => new Dictionary<string, NpyArray> { ["J"] = Workbench.Wide(dense) }, (double)DensePoints / samples),
        ];
    }

    private static double LargestOf(Tensor matrix)
    {
        using Tensor values = linalg.eigvals(matrix), real = values.real, largest = real.max();
        return largest.item<double>();
    }
}
