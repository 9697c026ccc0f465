using TorchSharp;

namespace Residua.Systems;

/// <summary>What one layer computes.</summary>
/// <param name="State">x(t), [B,N].</param>
/// <param name="Residual">y(t) = f(z(t)), [B,N].</param>
/// <param name="PreActivation">z(t) = W_t x(t-1) + b_t, [B,N].</param>
public readonly record struct LayerStep(torch.Tensor State, torch.Tensor Residual, torch.Tensor PreActivation) : IDisposable
{
    /// <summary>Disposes all three tensors.</summary>
    public void Dispose()
    {
        State.Dispose();
        Residual.Dispose();
        PreActivation.Dispose();
    }
}
