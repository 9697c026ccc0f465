using Residua.Numerics;
using TorchSharp;

namespace Residua.Data;

/// <summary>The middle P neurons carry the pixels; ⌊(N - P)/2⌋ before them and the rest after start at zero.</summary>
public sealed class CentrePadEmbedding : InputEmbedding
{
    /// <inheritdoc />
    public override string Name => "centre-pad";

    /// <inheritdoc />
    public override bool NeedsProjection => false;

    /// <inheritdoc />
    public override void Embed(torch.Tensor pixels, torch.Tensor state, torch.Tensor? projection)
    {
        state.Fill_(0);
        using torch.Tensor carrying = state.narrow(1, (state.shape[1] - pixels.shape[1]) / 2, pixels.shape[1]);
        carrying.copy_(pixels);
    }
}
