using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>f(z) = 1 / (1 + exp(-z)), f' = y (1 - y), f'' = y (1 - y) (1 - 2y): the paper's.</summary>
public sealed class LogisticActivation : Activation
{
    /// <inheritdoc />
    public override string Name => "logistic";

    /// <inheritdoc />
    public override bool DerivativeNeedsPreActivation => false;

    /// <inheritdoc />
    public override bool IsSmooth => true;

    /// <inheritdoc />
    public override void ApplyInPlace(torch.Tensor z) => z.sigmoid_();

    /// <inheritdoc />
    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        gradient.mul_(y);               // g y
        gradient.Addcmul_(gradient, y, -1); // g y (1 - y)
    }

    /// <inheritdoc />
    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        gradient.mul_(y);                   // g y
        gradient.Addcmul_(gradient, y, -1); // g y (1 - y)
        gradient.Addcmul_(gradient, y, -2); // g y (1 - y) (1 - 2y)
    }
}
