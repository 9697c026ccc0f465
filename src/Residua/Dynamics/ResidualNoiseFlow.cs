using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The noise ξ in the residuals y of a residual net's flow, for the logistic f: with F(y) = y(1-y) ∘ (W y),
/// dy/dt = F(y) and dξ/dt = F(y + ξ) - F(y).
/// </summary>
/// <remarks>
/// The flow is not the network: a layer is y(t+1) = f(z(t) + W y(t)), of which y(t) + F(y(t)) is the first order in W y(t).
/// With variable weights the flow has one more term, from dW/dt x, which is neglected here. Source: paper, section 4, eq. 3–5.
/// </remarks>
public static class ResidualNoiseFlow
{
    /// <summary>The lines of the paper's eq. 5; algebraically all are F(y + ξ) - F(y).</summary>
    public const int Lines = 4;

    /// <summary>F(y) = y(1-y) ∘ (W y), a new tensor [B,N].</summary>
    /// <param name="residual">y, [B,N].</param>
    /// <param name="weight">W, [N,N].</param>
    public static Tensor Growth(Tensor residual, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return (residual * residual.Rsub(1) * residual.mm(weight.t())).MoveToOuterDisposeScope();
    }

    /// <summary>dξ/dt = F(y + ξ) - F(y), a new tensor [B,N].</summary>
    /// <param name="residual">y, [B,N].</param>
    /// <param name="noise">ξ, [B,N].</param>
    /// <param name="weight">W, [N,N].</param>
    public static Tensor Derivative(Tensor residual, Tensor noise, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return (Growth(residual.Add(noise), weight) - Growth(residual, weight)).MoveToOuterDisposeScope();
    }

    /// <summary>dξ/dt by a line of eq. 5 as it is printed, a new tensor [B,N]; the last has dy/dt = F(y) in it.</summary>
    /// <param name="line">1 to <see cref="Lines"/>.</param>
    /// <param name="residual">y, [B,N].</param>
    /// <param name="noise">ξ, [B,N].</param>
    /// <param name="weight">W, [N,N].</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public static Tensor Printed(int line, Tensor residual, Tensor noise, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor y, Tensor xi) = (residual, noise);
        Tensor slope = y * y.Rsub(1), noisy = Times(y.Add(xi));
        Tensor derivative = line switch
        {
            1 => (slope * Times(xi)).Add(xi * y.Mul(2).Rsub(1) * noisy) - (xi * xi * noisy),
            2 => (slope * Times(xi.Add(y) - y)).Add(xi * (y.Mul(2).Rsub(1) - xi) * noisy),
            3 => (slope * Times(y)).Add(slope * Times(xi - y)).Add(xi * (y.Mul(2).Rsub(1) - xi) * noisy),
            Lines => Growth(y, weight).Add(slope * Times(xi - y)).Add(xi * (y.Rsub(1) - y.Add(xi)) * noisy),
            _ => throw new ArgumentOutOfRangeException(nameof(line), $"Eq. 5 has lines 1 to {Lines}, not {line}."),
        };
        return derivative.MoveToOuterDisposeScope();

        Tensor Times(Tensor signal) => signal.mm(weight.t());
    }
}
