using TorchSharp;

namespace Residua.Systems;

/// <summary>
/// A depth map of dense layers, for the analyses that need W and f': z(t) = W_t x(t-1) + b_t, y(t) = f(z(t)) and
/// x(t) = a x(t-1) + y(t), so that ∂x(t)/∂x(t-1) = a I + M(t) with M(t) = diag(f'(z(t))) W_t.
/// </summary>
/// <remarks>Source: paper, sections 4 and 5, appendix A.</remarks>
public interface IDenseMap : IDepthMap
{
    /// <summary>a, the share of the state that a layer carries on: 1 in a residual network, 0 in a perceptron.</summary>
    double Carry { get; }

    /// <summary>The name of f; "logistic" is the paper's, and the only one for which y (1 - y) is f'.</summary>
    string ActivationName { get; }

    /// <summary>W_t and b_t of layer t, counted from 1; an autonomous map has the same ones for ever.</summary>
    DenseLayer Layer(int layer);

    /// <summary>f(z), a new tensor of the shape of z.</summary>
    torch.Tensor Activate(torch.Tensor z);

    /// <summary>f'(z), a new tensor of the shape of z, given y = f(z) too.</summary>
    torch.Tensor Derivative(torch.Tensor z, torch.Tensor y);
}
