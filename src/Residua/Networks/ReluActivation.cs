using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = max(z, 0), f' = 1 where y > 0 and 0 elsewhere, at z = 0 too; f'' = 0 where z is not 0.</summary>
public sealed class ReluActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "relu";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override bool IsSmooth => false;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z) => z.relu_();

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor flat = y.Le(0);
        gradient.MaskedFill_(flat, 0);
    }

    /// <inheritdoc />
    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        gradient.Fill_(0);
    }
}
