using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The Dormand-Prince pair of orders 5 and 4: goes on with the fifth order, and chooses its steps so that the difference
/// to the fourth stays within the tolerance, for every sample of the batch.
/// </summary>
/// <remarks>
/// A step is accepted where max over samples of sqrt(mean over components of (e / (a + r max(|s(t)|, |s(t+h)|)))^2) is at
/// most 1; the next one is h min(5, max(0.2, 0.9 error^(-1/5))). That bounds the error of a step, not that of the end:
/// in an unstable flow errors grow. The last stage of a step is the first of the next.
/// Source: J. Dormand, P. Prince, "A family of embedded Runge-Kutta formulae", J. Comput. Appl. Math. 6 (1980) 19-26;
/// step control: E. Hairer, S. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I", 2nd ed. 1993, section II.4.
/// </remarks>
public sealed class DormandPrinceIntegrator : IIntegrator
{
    private static readonly double[] s_nodes = [0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1];

    private static readonly double[][] s_stages =
    [
        [],
        [1 / 5.0],
        [3 / 40.0, 9 / 40.0],
        [44 / 45.0, -56 / 15.0, 32 / 9.0],
        [19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0],
        [9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0],
        [35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0], // also the weights of order 5
    ];

    // Weights of order 5 minus those of order 4.
    private static readonly double[] s_error = [71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0];

    /// <summary>r, the error allowed in a step relative to the state.</summary>
    public double RelativeTolerance { get; init; } = 1e-6;

    /// <summary>a, the error allowed in a step where the state is 0.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-8;

    /// <summary>Steps tried before it gives up.</summary>
    public int MaximumSteps { get; init; } = 100_000;

    /// <inheritdoc />
    public Integration Integrate(IFlow flow, Tensor state, double from, double to, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        using IDisposable noGradient = no_grad();
        using DisposeScope outer = NewDisposeScope();
        Tensor s = state.clone(), velocity = flow.Velocity(s, from);
        (double t, int accepted, int rejected, int evaluations) = (from, 0, 0, 1);
        IntegrationOutcome outcome = Finite(s) && Finite(velocity) ? IntegrationOutcome.Done : IntegrationOutcome.NotFinite;
        double h = outcome == IntegrationOutcome.Done && to > from ? FirstStep() : 0;
        bool afterRejection = false;
        while (outcome == IntegrationOutcome.Done && t < to)
        {
            cancellation.ThrowIfCancellationRequested();
            bool last = t + (1.0001 * h) >= to; // no crumb is left for a step of its own
            double step = last ? to - t : h;
            if (accepted + rejected == MaximumSteps)
            {
                outcome = IntegrationOutcome.TooManySteps;
            }
            else if (step < 1e-15 * Math.Max(Math.Abs(t), to - from))
            {
                outcome = IntegrationOutcome.StepTooSmall;
            }
            else
            {
                using DisposeScope scope = NewDisposeScope();
                (Tensor next, Tensor nextVelocity, double error) = Try(flow, s, velocity, t, step);
                evaluations += 6;
                double factor = double.IsNaN(error) ? 0.2 : Math.Clamp(0.9 * Math.Pow(error, -0.2), 0.2, afterRejection ? 1 : 5);
                afterRejection = !(error <= 1);
                if (afterRejection)
                {
                    rejected++;
                }
                else
                {
                    s.Dispose();
                    velocity.Dispose();
                    (s, velocity) = (next.MoveToOuterDisposeScope(), nextVelocity.MoveToOuterDisposeScope());
                    t = last ? to : t + step;
                    accepted++;
                }

                h = step * factor;
            }
        }

        return new() { State = s.MoveToOuterDisposeScope(), Time = t, Outcome = outcome, Accepted = accepted, Rejected = rejected, Evaluations = evaluations };

        // Hairer's guess: a step that changes the state by a hundredth, and the curvature by as much as is allowed.
        double FirstStep()
        {
            using DisposeScope scope = NewDisposeScope();
            double size = Norm(s, s, s), speed = Norm(velocity, s, s);
            double first = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;
            first = Math.Min(first, to - from);
            double curvature = Norm(flow.Velocity(s.Add(velocity, first), from + first) - velocity, s, s) / first;
            evaluations++;
            double most = Math.Max(speed, curvature);
            double second = double.IsNaN(most) || most <= 1e-15 ? Math.Max(1e-6, first * 1e-3) : Math.Pow(0.01 / most, 0.2);
            return Math.Min(Math.Min(100 * first, second), to - from);
        }
    }

    private (Tensor Next, Tensor Velocity, double Error) Try(IFlow flow, Tensor s, Tensor velocity, double t, double h)
    {
        List<Tensor> k = [velocity];
        Tensor at = s;
        for (int stage = 1; stage < s_stages.Length; stage++)
        {
            at = s.Add(Sum(s_stages[stage], k), h);
            k.Add(flow.Velocity(at, t + (s_nodes[stage] * h)));
        }

        double error = Norm(Sum(s_error, k).Mul(h), s, at);
        return (at, k[^1], Finite(k[^1]) ? error : double.NaN);
    }

    private static Tensor Sum(double[] weights, List<Tensor> k)
    {
        Tensor sum = k[0].Mul(weights[0]);
        for (int i = 1; i < weights.Length; i++)
        {
            sum.Add_(k[i], weights[i]);
        }

        return sum;
    }

    // The largest over samples of the root mean square over components, in units of the tolerance.
    private double Norm(Tensor values, Tensor s, Tensor next)
    {
        Tensor scale = maximum(s.abs(), next.abs()).Mul(RelativeTolerance).Add(AbsoluteTolerance);
        return (values / scale).Square().mean([1]).max().sqrt().to(float64).item<double>();
    }

    private static bool Finite(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }
}
