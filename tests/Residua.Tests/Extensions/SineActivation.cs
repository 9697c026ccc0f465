using Residua.Networks;
using TorchSharp;

namespace Residua.Tests.Extensions;

internal sealed class SineActivation : Activation
{
    public override string Name => "sine";

    public override bool DerivativeNeedsPreActivation => true;

    public override bool IsSmooth => true;

    public override void ApplyInPlace(torch.Tensor z) => z.sin_();

    public override void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y)
    {
        using torch.Tensor slope = z.cos();
        gradient.mul_(slope);
    }

    public override void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y) => gradient.mul_(y).neg_();
}
