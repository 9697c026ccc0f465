using TorchSharp;

namespace Residua.Data;

/// <summary>Places P pixels in N neurons: x(0) from an image.</summary>
/// <remarks>The paper has N = 1064 for 784 pixels and does not say how; padding with zeros is the default.</remarks>
public abstract class InputEmbedding
{
    /// <summary>The name a specification uses.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it multiplies by a fixed matrix with orthonormal columns, [N,P].</summary>
    public abstract bool NeedsProjection { get; }

    /// <summary>Writes x(0) [B,N] from pixels [B,P] in [0,1], every element of it.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="state">Where x(0) goes; N ≥ P.</param>
    /// <param name="projection">The matrix [N,P] where <see cref="NeedsProjection"/>; null otherwise.</param>
    public abstract void Embed(torch.Tensor pixels, torch.Tensor state, torch.Tensor? projection);
}
