using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>The residual network: x(t) = x(t-1) + y(t), y(t) = f(W_t x(t-1) + b_t).</summary>
/// <remarks>Source: paper, eq. 1.</remarks>
public sealed class ResidualNetwork : LayeredNetwork
{
    /// <summary>A residual network with the given parameters, which it owns.</summary>
    public ResidualNetwork(NetworkSpec spec, NetworkParameters parameters)
        : base(spec, parameters)
    {
    }

    /// <summary>How a specification names it.</summary>
    public static NetworkKind Kind { get; } = new("residual", "x(t) = x(t-1) + f(W x(t-1) + b)", (spec, parameters) => new ResidualNetwork(spec, parameters));

    /// <inheritdoc />
    public override double Carry => 1;

    /// <inheritdoc />
    public override LayeredNetwork With(NetworkSpec spec, NetworkParameters parameters) => new ResidualNetwork(spec, parameters);

    /// <inheritdoc />
    public override void Combine(torch.Tensor previous, torch.Tensor residual, torch.Tensor next)
    {
        next.copy_(previous);
        next.Add_(residual);
    }

    /// <inheritdoc />
    public override void CombineAdjoint(torch.Tensor gradient, torch.Tensor previous, torch.Tensor residual, torch.Tensor residualGradient) =>
        residualGradient.copy_(gradient);
}
