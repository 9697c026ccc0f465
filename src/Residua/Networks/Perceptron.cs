using Residua.Numerics;
using TorchSharp;

namespace Residua.Networks;

/// <summary>The multi-layer perceptron: its state is its residual, x(t) = y(t) = f(W_t y(t-1) + b_t), y(0) = x(0).</summary>
/// <remarks>Source: paper, section 5.</remarks>
public sealed class Perceptron : LayeredNetwork
{
    /// <summary>A perceptron with the given parameters, which it owns.</summary>
    public Perceptron(NetworkSpec spec, NetworkParameters parameters)
        : base(spec, parameters)
    {
    }

    /// <summary>How a specification names it.</summary>
    public static NetworkKind Kind { get; } = new("perceptron", "y(t) = f(W y(t-1) + b)", (spec, parameters) => new Perceptron(spec, parameters));

    /// <inheritdoc />
    public override double Carry => 0;

    /// <inheritdoc />
    public override LayeredNetwork With(NetworkSpec spec, NetworkParameters parameters) => new Perceptron(spec, parameters);

    /// <inheritdoc />
    public override void Combine(torch.Tensor previous, torch.Tensor residual, torch.Tensor next) => next.copy_(residual);

    /// <inheritdoc />
    public override void CombineAdjoint(torch.Tensor gradient, torch.Tensor previous, torch.Tensor residual, torch.Tensor residualGradient)
    {
        residualGradient.copy_(gradient);
        gradient.Fill_(0);
    }
}
