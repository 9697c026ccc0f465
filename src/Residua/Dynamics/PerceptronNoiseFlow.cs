using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The noise ξ in the activity y of a perceptron's flow dy/dt = -y + q, q = σ(W y + b), for the logistic f, as a series in
/// ξ: to first order dξ/dt ≈ -ξ + q(1-q) ∘ u, to second order -ξ + q(1-q) ∘ u ∘ (1 + ½ (1-2q) ∘ u), with u = W ξ.
/// </summary>
/// <remarks>
/// The paper prints both with u = ξ, which drops W; then q(1-q) ≤ 1/4 makes all small noise die out. A unit Euler step of
/// this flow is the network's layer, so along layers ξ(t+1) = ξ(t) + dξ/dt. Source: paper, section 5, eq. 6–8, where q is
/// written as dy/dt + y.
/// </remarks>
public static class PerceptronNoiseFlow
{
    /// <summary>The first order, a new tensor [B,N].</summary>
    /// <param name="activity">q = σ(W y + b), [B,N].</param>
    /// <param name="noise">ξ, [B,N].</param>
    /// <param name="weight">W, [N,N]; null for the printed form.</param>
    public static Tensor FirstOrder(Tensor activity, Tensor noise, Tensor? weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor driven = Driven(noise, weight);
        return ((activity * activity.Rsub(1) * driven) - noise).MoveToOuterDisposeScope();
    }

    /// <summary>The second order, a new tensor [B,N].</summary>
    /// <param name="activity">q = σ(W y + b), [B,N].</param>
    /// <param name="noise">ξ, [B,N].</param>
    /// <param name="weight">W, [N,N]; null for the printed form.</param>
    public static Tensor SecondOrder(Tensor activity, Tensor noise, Tensor? weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor driven = Driven(noise, weight);
        return ((activity * activity.Rsub(1) * driven * (driven.Div(2) * activity.Mul(2).Rsub(1)).Add(1)) - noise).MoveToOuterDisposeScope();
    }

    private static Tensor Driven(Tensor noise, Tensor? weight) => weight is null ? noise : noise.mm(weight.t());
}
