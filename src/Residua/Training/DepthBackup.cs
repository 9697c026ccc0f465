using Residua.Networks;
using static TorchSharp.torch;

namespace Residua.Training;

/// <summary>A network and the state of its optimiser before layers were removed. Owns both.</summary>
/// <param name="Network">The network.</param>
/// <param name="OptimizerState">By name, as in <see cref="Optimizer.State"/>.</param>
/// <param name="Blocks">The blocks that lost layers.</param>
internal sealed record DepthBackup(LayeredNetwork Network, IReadOnlyDictionary<string, Tensor> OptimizerState, IReadOnlyList<int> Blocks) : IDisposable
{
    /// <summary>All of its tensors by name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors => Network.Parameters.All.Concat(OptimizerState);

    /// <summary>A copy of what training works on.</summary>
    public static DepthBackup Of(LayeredNetwork network, Optimizer optimizer, IReadOnlyList<int> blocks) =>
        new(network.Clone(), optimizer.State.ToDictionary(pair => pair.Key, pair => pair.Value.clone()), blocks);

    /// <inheritdoc />
    public void Dispose()
    {
        Network.Dispose();
        foreach (Tensor tensor in OptimizerState.Values)
        {
            tensor.Dispose();
        }
    }
}
