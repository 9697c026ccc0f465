using TorchSharp;

namespace Residua.Data;

/// <summary>x(0) = Q p with a fixed random Q [N,P] of orthonormal columns: distances between images are kept.</summary>
public sealed class OrthogonalEmbedding : InputEmbedding
{
    /// <inheritdoc />
    public override string Name => "orthogonal";

    /// <inheritdoc />
    public override bool NeedsProjection => true;

    /// <inheritdoc />
    public override void Embed(torch.Tensor pixels, torch.Tensor state, torch.Tensor? projection)
    {
        using torch.Tensor transposed = projection!.t(); // [P,N]
        state.addmm_(pixels, transposed, 0, 1);
    }
}
