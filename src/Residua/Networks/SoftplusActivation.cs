using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = log(1 + exp z), f' = 1 - exp(-y).</summary>
public sealed class SoftplusActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "softplus";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z)
    {
        // max(z, 0) + log1p(exp(-|z|)): exact for large |z| of either sign.
        using torch.Tensor positive = z.relu();
        z.abs_().neg_().exp_().log1p_().add_(positive);
    }

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor slope = y.neg().expm1_().neg_();
        gradient.mul_(slope);
    }
}
