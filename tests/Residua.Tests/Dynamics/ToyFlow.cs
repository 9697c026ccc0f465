using Residua.Dynamics;
using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>A flow written down in a test.</summary>
internal sealed class ToyFlow(Func<Tensor, double, Tensor> velocity) : IFlow
{
    /// <summary>Turns by 1 and shrinks by a tenth in a unit of time: s(t) = exp(-t/10) (cos t, -sin t) from (1, 0).</summary>
    public static ToyFlow Spiral { get; } = new((s, _) => cat([s.narrow(1, 0, 1).Mul(-0.1).Add(s.narrow(1, 1, 1)), -s.narrow(1, 0, 1) - s.narrow(1, 1, 1).Mul(0.1)], 1));

    /// <summary>ds/dt = s cos t: s(t) = s(0) exp(sin t).</summary>
    public static ToyFlow Swing { get; } = new((s, t) => s.Mul(Math.Cos(t)));

    public Tensor Velocity(Tensor state, double time) => velocity(state, time);
}
