using Residua.Networks;
using TorchSharp;

namespace Residua.Training;

/// <summary>All that training needs to go on bit for bit: the position, and weights and optimiser state by name.</summary>
/// <param name="Position">Where training stands.</param>
/// <param name="Network">The specification of the network as it stands: its depth may have changed since the start.</param>
/// <param name="Tensors">
/// The network's tensors under their own names, the optimiser's under "optimizer.NAME.parameter", and both of the network that the guard
/// of adaptive depth may go back to under "before.NAME". Not owned.
/// </param>
public sealed record Checkpoint(TrainingPosition Position, NetworkSpec Network, IReadOnlyDictionary<string, torch.Tensor> Tensors)
{
    /// <summary>How names begin of what is kept for the guard of adaptive depth.</summary>
    internal const string BackupPrefix = "before.";

    private const string OptimizerPrefix = "optimizer.";

    /// <summary>Copies of those tensors that are parameters.</summary>
    /// <param name="spec">The specification of the network.</param>
    /// <param name="tensors">By name; those of an optimiser or of a backup are passed over.</param>
    /// <param name="device">Where the copies go.</param>
    /// <exception cref="ArgumentException">A tensor is missing, left over, or has another shape; the message names it.</exception>
    public static NetworkParameters ParametersOf(NetworkSpec spec, IReadOnlyDictionary<string, torch.Tensor> tensors, torch.Device device) =>
        NetworkParameters.FromTensors(
            spec,
            tensors
                .Where(pair => !pair.Key.StartsWith(OptimizerPrefix, StringComparison.Ordinal) && !pair.Key.StartsWith(BackupPrefix, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key, pair => pair.Value),
            device);

    /// <summary>What the guard of adaptive depth may go back to, as a copy; null for nothing.</summary>
    /// <param name="like">A network of the type that is trained.</param>
    internal DepthBackup? Backup(LayeredNetwork like)
    {
        if (Position.Depth?.Backup is not { } state)
        {
            return null;
        }

        Dictionary<string, torch.Tensor> tensors = Tensors
            .Where(pair => pair.Key.StartsWith(BackupPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[BackupPrefix.Length..], pair => pair.Value);
        NetworkSpec spec = Network with { Weights = state.Weights, Layers = state.Layers };
        return new(
            like.With(spec, ParametersOf(spec, tensors, like.Device)),
            tensors.Where(pair => pair.Key.StartsWith(OptimizerPrefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => pair.Value.to(like.Device, copy: true)),
            state.Blocks);
    }
}
