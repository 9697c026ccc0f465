using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Mean and standard deviation within each class of every neuron's state, residual and pre-activation, through depth.</summary>
/// <remarks>Signals are taken one after the other, each by a rollout of its own, so that one of them [L,B,N] is in memory at a time.</remarks>
public static class ClassTrajectories
{
    private const int AllLayers = 80, LogSpaced = 100;

    private static readonly Signals[] s_signals = [Signals.State, Signals.Residual, Signals.PreActivation];

    /// <summary>
    /// The layers kept of a rollout: all up to 80; of a deeper one 1..T and then some evenly on a log axis, the last among them, about 80.
    /// </summary>
    /// <param name="trained">T.</param>
    /// <param name="depth">Layers to run.</param>
    public static IReadOnlyList<int> Layers(int trained, int depth) =>
        (depth <= AllLayers ? LayerSelection.All : LayerSelection.LogSpaced(trained, LogSpaced)).Resolve(depth);

    /// <summary>Runs <paramref name="depth"/> layers, once for each signal, and takes the statistics.</summary>
    /// <param name="map">The network; past its depth only one with shared weights.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1. A class without samples has no numbers (NaN).</param>
    /// <param name="count">C.</param>
    /// <param name="depth">Layers to run.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <returns>Standard deviations are those of the population (divided by n), in float64 and two passes.</returns>
    /// <exception cref="ArgumentException">The network cannot run that deep, or samples and classes do not go together.</exception>
    public static ClassTrajectoriesResult Measure(
        IDepthMap map, Tensor x0, IReadOnlyList<int> classes, int count, int depth, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ClassRows.Require(x0, classes, count);
        int[] layers = [.. Layers(map.Depth, depth)];
        int neurons = (int)x0.shape[1];
        Dictionary<Signals, (float[] Mean, float[] Deviation)> taken = [];
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (int Class, Tensor Rows)[] members =
        [
            .. from c in Enumerable.Range(0, count)
               let rows = ClassRows.Of(classes, c)
               where rows.Length > 0
               select (c, tensor(rows, device: x0.device)),
        ];
        foreach ((Signals signal, int done) in s_signals.Select((signal, i) => (signal, i)))
        {
            Recording record = new() { Signals = signal, SignalLayers = LayerSelection.Only(layers), Classes = classes };
            using Trajectory trajectory = Rollout.Run(
                map, x0, depth, record, progress: share => progress?.Invoke((done + share) / s_signals.Length), cancellation: cancellation);
            taken[signal] = Statistics(trajectory[signal], members, count, neurons, cancellation);
        }

        return new()
        {
            TrainedDepth = map.Depth,
            Depth = depth,
            Layers = layers,
            Samples = [.. Enumerable.Range(0, count).Select(c => classes.Count(own => own == c))],
            Neurons = neurons,
            StateMean = taken[Signals.State].Mean,
            StateDeviation = taken[Signals.State].Deviation,
            ResidualMean = taken[Signals.Residual].Mean,
            ResidualDeviation = taken[Signals.Residual].Deviation,
            PreActivationMean = taken[Signals.PreActivation].Mean,
            PreActivationDeviation = taken[Signals.PreActivation].Deviation,
        };
    }

    // Mean and standard deviation of a signal [L,B,N] over the samples of each class, [L,C,N].
    private static (float[] Mean, float[] Deviation) Statistics(
        Tensor signal, (int Class, Tensor Rows)[] members, int count, int neurons, CancellationToken cancellation)
    {
        int layers = (int)signal.shape[0];
        float[] means = new float[layers * count * neurons], deviations = new float[layers * count * neurons];
        Array.Fill(means, float.NaN);
        Array.Fill(deviations, float.NaN);
        for (int layer = 0; layer < layers; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach ((int c, Tensor rows) in members)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor own = signal[layer].index_select(0, rows).to(float64);             // [n,N]
                Tensor mean = own.mean([0]);                                              // [N]
                Tensor deviation = (own - mean).Square().mean([0]).sqrt();                  // [N]
                int at = ((layer * count) + c) * neurons;
                mean.to(float32).cpu().data<float>().CopyTo(means, at);
                deviation.to(float32).cpu().data<float>().CopyTo(deviations, at);
            }
        }

        return (means, deviations);
    }
}
