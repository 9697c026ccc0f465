using TorchSharp;

namespace Residua.Networks;

/// <summary>An element-wise activation y = f(z) with its derivative. Stateless and safe to share between threads.</summary>
public abstract class Activation
{
    /// <summary>The name a specification uses.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether f'(z) needs z itself; when false it is written in y = f(z), and z and y may be one buffer.
    /// </summary>
    public abstract bool DerivativeNeedsPreActivation { get; }

    /// <summary>Whether f' is continuous, so that f'' says how it changes.</summary>
    public abstract bool IsSmooth { get; }

    /// <summary>Turns z into y = f(z) in place.</summary>
    public abstract void ApplyInPlace(torch.Tensor z);

    /// <summary>Multiplies a gradient by f'(z) in place: gradient ← gradient ∘ f'(z).</summary>
    /// <param name="gradient">The gradient with respect to y; becomes the one with respect to z.</param>
    /// <param name="z">The pre-activation; where <see cref="DerivativeNeedsPreActivation"/> is false it may hold anything.</param>
    /// <param name="y">f(z).</param>
    public abstract void MultiplyByDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y);

    /// <summary>Multiplies a gradient by f''(z) in place: gradient ← gradient ∘ f''(z); where <see cref="IsSmooth"/> is false, off the kinks of f.</summary>
    /// <param name="gradient">The gradient with respect to f'(z); becomes the one with respect to z.</param>
    /// <param name="z">The pre-activation; where <see cref="DerivativeNeedsPreActivation"/> is false it may hold anything.</param>
    /// <param name="y">f(z).</param>
    public abstract void MultiplyBySecondDerivative(torch.Tensor gradient, torch.Tensor z, torch.Tensor y);

    /// <summary>f(z), a new tensor of the shape of z.</summary>
    public torch.Tensor Apply(torch.Tensor z)
    {
        torch.Tensor y = z.clone();
        ApplyInPlace(y);
        return y;
    }

    /// <summary>f'(z), a new tensor of the shape of z.</summary>
    /// <param name="z">The pre-activation.</param>
    /// <param name="y">f(z).</param>
    public torch.Tensor Derivative(torch.Tensor z, torch.Tensor y)
    {
        torch.Tensor derivative = torch.ones_like(z);
        MultiplyByDerivative(derivative, z, y);
        return derivative;
    }
}
