using Residua.Networks;
using Residua.Numerics;
using TorchSharp;

namespace Residua.Tests.Extensions;

/// <summary>A new network in one file: x(t) = 0.9 x(t-1) + y(t).</summary>
internal sealed class LeakyNetwork : LayeredNetwork
{
    public LeakyNetwork(NetworkSpec spec, NetworkParameters parameters)
        : base(spec, parameters)
    {
    }

    public override double Carry => 0.9;

    public override LayeredNetwork With(NetworkSpec spec, NetworkParameters parameters) => new LeakyNetwork(spec, parameters);

    public override void Combine(torch.Tensor previous, torch.Tensor residual, torch.Tensor next)
    {
        next.copy_(previous);
        next.Mul_(0.9).Add_(residual);
    }

    public override void CombineAdjoint(torch.Tensor gradient, torch.Tensor previous, torch.Tensor residual, torch.Tensor residualGradient)
    {
        residualGradient.copy_(gradient);
        gradient.Mul_(0.9);
    }
}
