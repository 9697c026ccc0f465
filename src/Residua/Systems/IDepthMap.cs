using TorchSharp;

namespace Residua.Systems;

/// <summary>
/// x(t) = F_t(x(t-1)): depth is time. A map is autonomous when F is the same at every layer, that is when the weights
/// are shared; only then does depth go on past the last layer.
/// </summary>
/// <remarks>Source: paper, section 4.</remarks>
public interface IDepthMap
{
    /// <summary>T, the number of layers the map was made (trained) with.</summary>
    int Depth { get; }

    /// <summary>Whether F_t does not depend on t.</summary>
    bool IsAutonomous { get; }

    /// <summary>One layer: (x(t), y(t), z(t)) from x(t-1), as new tensors that belong to the caller.</summary>
    /// <param name="state">x(t-1), [B,N].</param>
    /// <param name="layer">t, counted from 1.</param>
    LayerStep Step(torch.Tensor state, int layer);
}
