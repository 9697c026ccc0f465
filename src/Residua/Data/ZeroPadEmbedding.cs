using Residua.Numerics;
using TorchSharp;

namespace Residua.Data;

/// <summary>The first P neurons carry the pixels, the others start at zero.</summary>
public sealed class ZeroPadEmbedding : InputEmbedding
{
    /// <inheritdoc />
    public override string Name => "zero-pad";

    /// <inheritdoc />
    public override bool NeedsProjection => false;

    /// <inheritdoc />
    public override void Embed(torch.Tensor pixels, torch.Tensor state, torch.Tensor? projection)
    {
        using torch.Tensor carrying = state.narrow(1, 0, pixels.shape[1]);
        using torch.Tensor rest = state.narrow(1, pixels.shape[1], state.shape[1] - pixels.shape[1]);
        carrying.copy_(pixels);
        rest.Fill_(0);
    }
}
