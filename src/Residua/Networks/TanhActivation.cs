using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = tanh z, f' = 1 - y², f'' = -2y (1 - y²).</summary>
public sealed class TanhActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "tanh";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override bool IsSmooth => true;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z) => z.tanh_();

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor square = y.Square();
        gradient.Addcmul_(gradient, square, -1);
    }

    /// <inheritdoc />
    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor square = y.Square();
        gradient.Addcmul_(gradient, square, -1); // g (1 - y²)
        gradient.mul_(y).Mul_(-2);
    }
}
