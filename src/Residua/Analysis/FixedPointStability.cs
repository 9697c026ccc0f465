using Residua.Dynamics;
using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The stability of a fixed point as one of the flow and as one of the map; they can disagree.</summary>
/// <remarks>
/// Flow: stable where Re λ &lt; 0. Map: stable where |μ| &lt; 1. At a fixed point of the residual network μ = 1 + λ for the free neurons and
/// exp(λ) for the saturated ones, so that a free mode is stable in the map where |λ|² &lt; -2 Re λ. In a perceptron μ = 1 + λ for all.
/// </remarks>
public sealed record FixedPointStability
{
    // Below this share of ‖J‖₂ a real part may be rounding.
    private const double Rounding = 1e-9;

    /// <summary>What it is, by the flow.</summary>
    public required FixedPointKind Kind { get; init; }

    /// <summary>Eigenvalues of the flow with a positive real part.</summary>
    public required int UnstableDimension { get; init; }

    /// <summary>Whether all |μ| &lt; 1, by more than rounding.</summary>
    public required bool StableAsMap { get; init; }

    /// <summary>λ of the flow.</summary>
    public required ReducedEigenvalues Flow { get; init; }

    /// <summary>μ of the map.</summary>
    public required ReducedEigenvalues Map { get; init; }

    /// <summary>The Jacobians of the flow at fixed points of eq. 3, exact in the saturated neurons, whose gain is 0.</summary>
    /// <param name="weight">W, [N,N], float64.</param>
    /// <param name="points">y, [N] each.</param>
    /// <param name="patterns">0, 1 or -1 (free) for each neuron of each point.</param>
    public static Linearization Linearize(Tensor weight, IReadOnlyList<double[]> points, IReadOnlyList<sbyte[]> patterns)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long n = weight.shape[0];
        Tensor y = tensor(points.SelectMany(point => point).ToArray(), device: weight.device).reshape(-1, n);
        Tensor free = tensor(patterns.SelectMany(pattern => pattern).Select(state => state == SaturationPattern.Free).ToArray(), device: weight.device).reshape(-1, n);
        Tensor own = y.Mul(2).Rsub(1) * y.mm(weight.t()); // (1 - 2y) ∘ W y: the eigenvalues of the saturated neurons
        Tensor gain = y * y.Rsub(1), shift = where(free, zeros_like(own), own);
        return new(weight.clone().MoveToOuterDisposeScope(), gain.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    /// <summary>Decides at one fixed point. The multipliers of the map follow from the eigenvalues of the flow.</summary>
    /// <param name="flow">The flow's Jacobians.</param>
    /// <param name="residual">Whether they are of eq. 3, as <see cref="Linearize"/> gives them; if not, of a perceptron.</param>
    /// <param name="point">Which point.</param>
    /// <param name="norm">‖J‖₂ of the flow there.</param>
    /// <param name="threshold">Neurons with |g| at most this are saturated; 0 for eq. 3.</param>
    public static FixedPointStability Of(Linearization flow, bool residual, int point, double norm, double threshold) =>
        Of(ReducedEigenvalues.Of(flow, point, threshold), residual, norm);

    /// <summary>The same by the flow's eigenvalues.</summary>
    internal static FixedPointStability Of(ReducedEigenvalues ofFlow, bool residual, double norm)
    {
        ReducedEigenvalues ofMap = residual ? ofFlow.OfMapAtFixedPoint() : ofFlow.Shifted(1);
        double limit = Rounding * norm;
        int unstable = ofFlow.CountAbove(limit), stable = ofFlow.Real.Count(value => value < -limit), all = ofFlow.Real.Length;
        return new()
        {
            Kind = unstable == all && all > 0 ? FixedPointKind.Repeller
                : unstable > 0 ? FixedPointKind.Saddle
                : stable == all ? FixedPointKind.Attractor
                : FixedPointKind.Degenerate,
            UnstableDimension = unstable,
            StableAsMap = ofMap.SpectralRadius < 1 - (Rounding * (1 + norm)),
            Flow = ofFlow,
            Map = ofMap,
        };
    }
}
