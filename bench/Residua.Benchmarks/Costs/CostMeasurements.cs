using Residua.Analysis;
using Residua.Dynamics;
using Residua.Embedding;
using Residua.Networks;
using Residua.Systems;
using Residua.Training;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Costs;

/// <summary>What training and analyses cost against N, T, B and the number of samples, on competitive residual nets of random weights.</summary>
internal static class CostMeasurements
{
    private const int Repeats = 3, Neurons = 1064, Layers = 15, Batch = 128, Deep = 200, Points = 8;
    private const double Saturation = 1e-6;
    private static readonly int[] s_neurons = [256, 384, 512, 768, 1064, 1536], s_layers = [5, 10, 15, 30, 60], s_batches = [8, 16, 32, 64, 128, 256, 512];
    private static readonly int[] s_samples = [250, 500, 1000, 2000, 4000], s_depths = [50, 100, 200, 400, 800];

    /// <summary>All curves; says on standard error where it is.</summary>
    public static IReadOnlyList<CostCurve> All(CancellationToken cancellation) =>
    [
        Curve("N", "training step", s_neurons, n => Training(n, Layers, Batch), cancellation),
        Curve("N", "rollout, 200 samples × 200 layers", s_neurons, n => DeepRollout(n, 200, Deep), cancellation),
        Curve("N", "eigenvalues of 8 Jacobians", s_neurons, Eigenvalues, cancellation),
        Curve("T", "training step", s_layers, t => Training(Neurons, t, Batch), cancellation),
        Curve("T", "log |det M′(s)| for all s, 8 samples", s_layers, Determinants, cancellation),
        Curve("T", "rollout of 200 samples, to layer", s_depths, depth => DeepRollout(Neurons, 200, depth), cancellation),
        Curve("B", "training step", s_batches, b => Training(Neurons, Layers, b), cancellation),
        Curve("B", "forward pass", s_batches, Forward, cancellation),
        Curve("samples", "rollout, 200 layers", s_samples, samples => DeepRollout(Neurons, samples, Deep), cancellation),
        Curve("samples", "noise sweep, 10 amplitudes, 1 realisation", s_samples, Noise, cancellation),
        Curve("samples", "UMAP of final states", s_samples, Plane, cancellation),
    ];

    private static CostCurve Curve(string axis, string work, int[] sizes, Func<int, Prepared> prepare, CancellationToken cancellation)
    {
        double[] seconds = new double[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using Prepared work1 = prepare(sizes[i]);
            work1.Run();
            seconds[i] = Enumerable.Range(0, Repeats).Min(_ => Lap.Of(() =>
            {
                work1.Run();
                return [];
            }).Seconds);
            Console.Error.WriteLine($"{work}, {axis} = {sizes[i]}: {seconds[i]:G3} s");
        }

        return new(axis, work, [.. sizes.Select(size => (double)size)], seconds);
    }

    private static LayeredNetwork Network(int neurons, int layers = Layers) => LayeredNetwork.Create(
        new NetworkSpec { Neurons = neurons, Inputs = Math.Min(784, neurons), Layers = layers, Bias = false, Initialization = new() { WeightMean = -8, ClassifierGain = 1 } }, 1, CPU);

    private static Tensor Images(LayeredNetwork network, int samples)
    {
        using Generator generator = new(1, CPU);
        return rand([samples, network.Spec.Inputs], generator: generator);
    }

    private static Prepared Training(int neurons, int layers, int batch)
    {
        LayeredNetwork network = Network(neurons, layers);
        TrainingStep step = new(network, new TrainingSpec { Batch = batch, LearningRate = 1e-3, WarmupSteps = 0, Schedule = "constant" });
        using Tensor pixels = Images(network, batch), x0 = network.Embed(pixels);
        Tensor labels = randint(0, 10, [batch], int64);
        step.Input(batch).copy_(x0);
        return new(() => step.Run(labels, 1_000_000), step, network, labels);
    }

    private static Prepared Forward(int batch)
    {
        LayeredNetwork network = Network(Neurons);
        Tensor pixels = Images(network, batch);
        return new(() => network.Forward(pixels).Dispose(), network, pixels);
    }

    private static Prepared DeepRollout(int neurons, int samples, int depth)
    {
        LayeredNetwork network = Network(neurons);
        using Tensor pixels = Images(network, samples);
        Tensor x0 = network.Embed(pixels);
        Recording record = new() { Statistics = true, StatisticLayers = LayerSelection.LogSpaced(40, depth) };
        return new(() => Rollout.Run(network, x0, depth, record).Dispose(), network, x0);
    }

    private static Prepared Eigenvalues(int neurons)
    {
        LayeredNetwork network = Network(neurons);
        using Tensor pixels = Images(network, Points), x0 = network.Embed(pixels);
        Trajectory trajectory = Rollout.Run(network, x0, Layers, new() { Signals = Signals.Residual | Signals.PreActivation, SignalLayers = LayerSelection.Last });
        Linearization flow = Linearization.Flow(network, trajectory[Signals.Residual][0], trajectory[Signals.PreActivation][0]);
        return new(() =>
        {
            for (int point = 0; point < Points; point++)
            {
                ReducedEigenvalues.Of(flow, point, Saturation);
            }
        }, flow, trajectory, network);
    }

    private static Prepared Determinants(int layers)
    {
        LayeredNetwork network = Network(Neurons, layers);
        using Tensor pixels = Images(network, Points), x0 = network.Embed(pixels);
        LayerJacobians jacobians = LayerJacobians.Along(network, x0);
        return new(() =>
        {
            using LayerDeterminants determinants = new(jacobians, Saturation);
            for (int n = 0; n < Points; n++)
            {
                for (int t = layers; t >= 1; t--)
                {
                    determinants.Of(n, t);
                }
            }
        }, jacobians, network);
    }

    private static Prepared Noise(int samples)
    {
        LayeredNetwork network = Network(Neurons);
        Tensor pixels = Images(network, samples);
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % 10)];
        NoiseRobustnessOptions options = new() { Realisations = 1, Replicates = 1 };
        return new(() => NoiseRobustness.Measure(network, network, network.Embed, pixels, labels, options), network, pixels);
    }

    private static Prepared Plane(int samples)
    {
        LayeredNetwork network = Network(Neurons);
        using Tensor pixels = Images(network, samples), x0 = network.Embed(pixels);
        Trajectory trajectory = Rollout.Run(network, x0, Layers, Recording.FinalState);
        return new(() => Umap.Fit(trajectory.FinalState, new() { Neighbours = 15, MinDistance = 0.1 }), trajectory, network);
    }
}
