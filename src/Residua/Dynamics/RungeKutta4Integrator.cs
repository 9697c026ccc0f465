using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>The classical Runge-Kutta method, of order 4, with four evaluations a step.</summary>
/// <remarks>Source: E. Hairer, S. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I", 2nd ed. 1993, table II.1.2.</remarks>
public sealed class RungeKutta4Integrator : IIntegrator
{
    private readonly double _step;

    /// <summary>The method with steps of <paramref name="step"/>, or a little shorter where it does not divide the time.</summary>
    public RungeKutta4Integrator(double step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        _step = step;
    }

    /// <inheritdoc />
    public Integration Integrate(IFlow flow, Tensor state, double from, double to, CancellationToken cancellation = default) =>
        FixedSteps.Run(state, from, to, _step, 4, (s, t, h) => Advance(flow, s, t, h), cancellation);

    private static Tensor Advance(IFlow flow, Tensor s, double t, double h)
    {
        Tensor k1 = flow.Velocity(s, t);
        Tensor k2 = flow.Velocity(s.Add(k1, h / 2), t + (h / 2));
        Tensor k3 = flow.Velocity(s.Add(k2, h / 2), t + (h / 2));
        Tensor k4 = flow.Velocity(s.Add(k3, h), t + h);
        return s.Add(k1.Add(k2.Mul(2)).Add(k3.Mul(2)).Add(k4), h / 6);
    }
}
