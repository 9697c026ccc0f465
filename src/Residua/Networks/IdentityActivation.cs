using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = z, f' = 1, f'' = 0: a linear network.</summary>
public sealed class IdentityActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "identity";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override bool IsSmooth => true;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z)
    {
    }

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
    }

    /// <inheritdoc />
    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        gradient.Fill_(0);
    }
}
