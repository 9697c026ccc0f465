using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = log(1 + exp z), f' = 1 - exp(-y), f'' = exp(-y) (1 - exp(-y)).</summary>
public sealed class SoftplusActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "softplus";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override bool IsSmooth => true;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z)
    {
        // max(z, 0) + log1p(exp(-|z|)): exact for large |z| of either sign.
        using torch.Tensor positive = z.relu();
        z.abs_().neg_().exp_().log1p_().Add_(positive);
    }

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor slope = y.neg().expm1_().neg_();
        gradient.mul_(slope);
    }

    /// <inheritdoc />
    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor bend = y.neg();
        using torch.Tensor slope = bend.expm1().neg_();
        gradient.mul_(slope).mul_(bend.exp_()); // g (1 - exp(-y)) exp(-y)
    }
}
