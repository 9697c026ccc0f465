using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// What eq. 3 does near the origin, where its Jacobian is zero: dy/dt = y ∘ (W y) to second order, integrated in ln y from random
/// positive directions. It is the same at every scale, so the start's size does not matter.
/// </summary>
/// <remarks>
/// A statement about the directions tried, not a proof: "attracts" means that from each of them max y fell tenfold. N = 1 is exact:
/// dy/dt = w y² falls as 1/(|w| t) for w &lt; 0.
/// </remarks>
public static class OriginStability
{
    private const int Directions = 16, MaximumSteps = 4000;
    private const double LogStep = 0.05;

    /// <summary>The share of directions from which the origin is approached, and of those along which it is left; the rest did neither in time.</summary>
    /// <param name="weight">W, [N,N], float64.</param>
    /// <param name="seed">The seed of the directions.</param>
    /// <param name="cancellation">Ends it between steps.</param>
    public static (double Approached, double Left) Directed(Tensor weight, int seed, CancellationToken cancellation = default)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long neurons = weight.shape[0];
        Random random = new(seed);
        double[] drawn = [.. Enumerable.Range(0, (int)(Directions * neurons)).Select(_ => Math.Log(1e-3 + random.NextDouble()))];
        Tensor transposed = weight.t(), logs = tensor(drawn, device: weight.device).reshape(Directions, neurons), start = logs.amax(1); // [D,N], [D]
        int approached = 0, left = 0;
        for (int step = 0; step < MaximumSteps && logs.shape[0] > 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope inner = NewDisposeScope();

            // A midpoint step of d ln y = W y dt, of each direction in its own time.
            Tensor slope = logs.exp().mm(transposed), fastest = slope.abs().amax([1], keepdim: true);
            Tensor time = fastest.Rdiv(LogStep);
            Tensor next = logs.Add(time * logs.Add((time * slope).Div(2)).exp_().mm(transposed));

            // Tenfold less or more is decided; what does not move at all never will be.
            Tensor change = next.amax(1) - start, going = change.abs().Le(Math.Log(10)).logical_and(fastest.squeeze(1).Gt(0));
            approached += (int)change.Lt(-Math.Log(10)).sum().item<long>();
            left += (int)change.Gt(Math.Log(10)).sum().item<long>();
            Tensor rows = going.nonzero().flatten(), remaining = next.index_select(0, rows), from = start.index_select(0, rows);
            logs.Dispose();
            start.Dispose();
            (logs, start) = (remaining.MoveToOuterDisposeScope(), from.MoveToOuterDisposeScope());
        }

        return (approached / (double)Directions, left / (double)Directions);
    }
}
