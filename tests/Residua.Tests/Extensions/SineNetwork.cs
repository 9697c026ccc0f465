using Residua.Networks;
using Residua.Numerics;
using TorchSharp;

namespace Residua.Tests.Extensions;

/// <summary>What an extension looks like: a residual net whose activation needs z for its derivative.</summary>
internal sealed class SineNetwork : LayeredNetwork
{
    public SineNetwork(NetworkSpec spec, NetworkParameters parameters)
        : base(spec, parameters, new SineActivation())
    {
    }

    public override double Carry => 1;

    public override LayeredNetwork With(NetworkSpec spec, NetworkParameters parameters) => new SineNetwork(spec, parameters);

    public override void Combine(torch.Tensor previous, torch.Tensor residual, torch.Tensor next)
    {
        next.copy_(previous);
        next.Add_(residual);
    }

    public override void CombineAdjoint(torch.Tensor gradient, torch.Tensor previous, torch.Tensor residual, torch.Tensor residualGradient) =>
        residualGradient.copy_(gradient);
}
