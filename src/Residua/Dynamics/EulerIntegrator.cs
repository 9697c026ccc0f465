using Residua.Numerics;
using TorchSharp;

namespace Residua.Dynamics;

/// <summary>
/// Euler's method, s(t + h) = s(t) + h v(s(t), t), of order 1. With h = 1 it turns the flow of a network with shared
/// weights back into the network.
/// </summary>
/// <remarks>Source: E. Hairer, S. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I", 2nd ed. 1993, section I.7.</remarks>
public sealed class EulerIntegrator : IIntegrator
{
    private readonly double _step;

    /// <summary>Euler's method with steps of <paramref name="step"/>, or a little shorter where it does not divide the time.</summary>
    public EulerIntegrator(double step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        _step = step;
    }

    /// <inheritdoc />
    public Integration Integrate(IFlow flow, torch.Tensor state, double from, double to, CancellationToken cancellation = default) =>
        FixedSteps.Run(state, from, to, _step, 1, (s, t, h) => s.Add(flow.Velocity(s, t), h), cancellation);
}
