using Residua.Systems;
using TorchSharp;

namespace Residua.Dynamics;

/// <summary>Predicts the noise in the residuals from one layer to the next, from what was measured at a first one.</summary>
internal interface INoisePrediction : IDisposable
{
    /// <summary>Begins with the noise measured at layer t.</summary>
    /// <param name="clean">x(t), y(t), z(t), each [B,N].</param>
    /// <param name="noisy">The same with noise.</param>
    void Start(LayerStep clean, LayerStep noisy);

    /// <summary>ξ(t+1), [B,N], which belongs to the prediction and is its own ground for ξ(t+2).</summary>
    /// <param name="clean">Layer t without noise.</param>
    /// <param name="next">Layer t+1 without noise.</param>
    /// <param name="weight">W of layer t+1, [N,N].</param>
    torch.Tensor Next(LayerStep clean, LayerStep next, torch.Tensor weight);
}
