using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = z, f' = 1: a linear network.</summary>
public sealed class IdentityActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "identity";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z)
    {
    }

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
    }
}
