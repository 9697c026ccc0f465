using TorchSharp;

namespace Residua.Systems;

/// <summary>Decides, layer by layer, which samples of a rollout need go no further.</summary>
public interface IHalting
{
    /// <summary>A new boolean tensor [B]: true for each sample that stops after this layer.</summary>
    /// <param name="layer">t, counted from 1.</param>
    /// <param name="step">What layer t computed, [B,N] each.</param>
    /// <param name="previousResidual">y(t-1), [B,N]; null at layer 1.</param>
    torch.Tensor Halts(int layer, LayerStep step, torch.Tensor? previousResidual);
}
