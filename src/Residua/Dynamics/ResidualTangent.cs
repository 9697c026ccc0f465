using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The residuals of a residual network with shared weights and logistic f, and their linearisation in y, where fixed points
/// live: with D = y (1 - y), δy(t+1) = D(t+1)/D(t) ∘ δy(t) + D(t+1) ∘ (W δy(t)). State z [B,N]: z(t+1) = z(t) + W y(t).
/// </summary>
/// <remarks>
/// D(t+1)/D(t) is taken as exp of a difference of logarithms, -|z| - 2 log(1 + exp(-|z|)), so that it stays right where y
/// rounds to 0 or 1. Computes in float64, with a copy of the weights. y decays there although z, which is linear in x, does not: exponents in y and in x differ, for the change
/// of coordinates is unbounded. Step t goes from layer t to t+1. Source: paper, eq. 3; docs/theory.md.
/// </remarks>
public sealed class ResidualTangent : ITangentMap, IDisposable
{
    private readonly PreActivationMap _map;

    /// <summary>The residuals of a map.</summary>
    /// <exception cref="ArgumentException">The map is not residual, not autonomous, or f is not logistic.</exception>
    public ResidualTangent(IDenseMap map)
    {
        if (!AppliesTo(map))
        {
            throw new ArgumentException("Residuals have a map of their own only with shared weights, carry 1 and the logistic f; use StateTangent.", nameof(map));
        }

        _map = new(map);
    }

    /// <summary>Whether the residuals of a map are a system of their own.</summary>
    public static bool AppliesTo(IDenseMap map) => map is { IsAutonomous: true, Carry: 1, ActivationName: "logistic" };

    /// <inheritdoc />
    public (Tensor State, Tensor Tangents) Step(Tensor state, Tensor tangents, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor product = cat([_map.Residual(state), tangents.flatten(0, 1)]).mm(_map.Weight.t()); // of all rows at once, [B + B k,N]
        long samples = state.shape[0];
        Tensor next = product.narrow(0, 0, samples).Add(state); // z(t+1) = z(t) + W y(t), [B,N]
        Tensor logarithm = LogDerivative(next);
        Tensor ratio = (logarithm - LogDerivative(state)).exp_().unsqueeze(1); // [B,1,N]
        Tensor grown = product.narrow(0, samples, product.shape[0] - samples).view(tangents.shape).mul_(logarithm.exp_().unsqueeze(1)).Add_(ratio * tangents);
        return (next.MoveToOuterDisposeScope(), grown.MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public void Dispose() => _map.Dispose();

    // log (y (1 - y)) of y = 1 / (1 + exp(-z))
    private static Tensor LogDerivative(Tensor z)
    {
        Tensor minus = z.abs().neg_();
        return minus - minus.exp().log1p_().Mul(2);
    }
}
