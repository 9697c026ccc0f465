using TorchSharp;

namespace Residua.Systems;

/// <summary>What a rollout recorded, and for each sample how far it ran and why it stopped.</summary>
/// <remarks>
/// A sample that stopped early has NaN in the recorded signals after its last layer: nothing is padded with values that
/// were not computed.
/// </remarks>
public sealed class Trajectory : IDisposable
{
    internal Trajectory(
        IReadOnlyList<int> signalLayers,
        IReadOnlyDictionary<Signals, torch.Tensor> signals,
        ResidualStatistics? statistics,
        torch.Tensor finalState,
        int[] layersRun,
        StopReason[] reasons)
    {
        SignalLayers = signalLayers;
        _signals = signals;
        Statistics = statistics;
        FinalState = finalState;
        LayersRun = layersRun;
        Reasons = reasons;
    }

    private readonly IReadOnlyDictionary<Signals, torch.Tensor> _signals;

    /// <summary>The layers of which signals were kept, ascending; [L].</summary>
    public IReadOnlyList<int> SignalLayers { get; }

    /// <summary>Statistics of the residuals, when asked for.</summary>
    public ResidualStatistics? Statistics { get; }

    /// <summary>The state of each sample where it stopped, [B,N]; x(0) for a rollout of no layers.</summary>
    public torch.Tensor FinalState { get; }

    /// <summary>How many layers each sample ran; [B].</summary>
    public IReadOnlyList<int> LayersRun { get; }

    /// <summary>Why each sample stopped; [B].</summary>
    public IReadOnlyList<StopReason> Reasons { get; }

    /// <summary>A recorded signal, [L,B,N'] with N' the neurons kept. Belongs to the trajectory.</summary>
    /// <exception cref="InvalidOperationException">The signal was not recorded.</exception>
    public torch.Tensor this[Signals signal] => _signals.TryGetValue(signal, out torch.Tensor? recorded)
        ? recorded
        : throw new InvalidOperationException($"The signal {signal} was not recorded; ask for it in Recording.Signals.");

    /// <inheritdoc />
    public void Dispose()
    {
        FinalState.Dispose();
        foreach (torch.Tensor tensor in _signals.Values)
        {
            tensor.Dispose();
        }
    }
}
