using Residua.Runs;
using Residua.Systems;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Signals of single samples as arrays of a run's results.</summary>
internal static class RecordedSignals
{
    private static readonly (string Name, Signals Signal)[] s_names = [("x", Signals.State), ("y", Signals.Residual), ("z", Signals.PreActivation)];

    public static Signals Named(string name) => s_names.First(pair => pair.Name == name).Signal;

    /// <summary>Runs the map and adds x, y, z [L,B,N'] as asked for, with signal_layers [L], signal_neurons [N'] and labels [B].</summary>
    /// <exception cref="UsageException">An array would have more elements than one can.</exception>
    public static void Add(
        Dictionary<string, NpyArray> arrays, IDepthMap map, torch.Tensor x0, int depth, Recording record, int[] classes, CancellationToken stop)
    {
        int[] neurons = [.. record.Neurons ?? Enumerable.Range(0, (int)x0.shape[1])];
        int layers = record.SignalLayers.Resolve(depth).Count;
        if ((double)layers * classes.Length * neurons.Length > Array.MaxLength)
        {
            throw new UsageException(
                $"{layers} layers × {classes.Length} samples × {neurons.Length} neurons are too many for one array; choose fewer by --record-layers, --samples or --neurons.");
        }

        using Trajectory trajectory = Rollout.Run(map, x0, depth, record, cancellation: stop);
        arrays["signal_layers"] = NpyArray.Of([.. trajectory.SignalLayers], layers);
        arrays["signal_neurons"] = NpyArray.Of(neurons, neurons.Length);
        arrays["labels"] = NpyArray.Of(classes, classes.Length);
        foreach ((string name, Signals signal) in s_names.Where(pair => record.Signals.HasFlag(pair.Signal)))
        {
            using torch.Tensor local = trajectory[signal].cpu().contiguous();
            arrays[name] = local.dtype == torch.ScalarType.Float64
                ? NpyArray.Of(local.data<double>().ToArray(), local.shape)
                : NpyArray.Of(local.data<float>().ToArray(), local.shape);
        }
    }
}
