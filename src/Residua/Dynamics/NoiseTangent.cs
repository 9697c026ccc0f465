using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The first order of a residual net itself, as a map: ξ(t+1) = y(1-y)(t+1) ∘ (W η(t)) and η(t+1) = η(t) + ξ(t+1), with η
/// the noise in the state x. Exact for small noise, whether weights are shared or not.
/// </summary>
internal sealed class NoiseTangent : INoisePrediction
{
    private Tensor? _stateNoise;
    private Tensor? _noise;

    public void Start(LayerStep clean, LayerStep noisy)
    {
        Dispose();
        _stateNoise = (noisy.State - clean.State).DetachFromDisposeScope();
    }

    public Tensor Next(LayerStep clean, LayerStep next, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor before, Tensor y) = (_stateNoise!, next.Residual);
        _noise?.Dispose();
        _noise = (y * y.Rsub(1) * before.mm(weight.t())).DetachFromDisposeScope();
        _stateNoise = before.Add(_noise).DetachFromDisposeScope();
        before.Dispose();
        return _noise;
    }

    public void Dispose()
    {
        _stateNoise?.Dispose();
        _noise?.Dispose();
        (_stateNoise, _noise) = (null, null);
    }
}
