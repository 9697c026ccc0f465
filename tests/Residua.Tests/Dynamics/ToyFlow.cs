using Residua.Dynamics;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>A flow written down in a test.</summary>
internal sealed class ToyFlow(Func<Tensor, double, Tensor> velocity) : IFlow
{
    /// <summary>Turns by 1 and shrinks by a tenth in a unit of time: s(t) = exp(-t/10) (cos t, -sin t) from (1, 0).</summary>
    public static ToyFlow Spiral { get; } = new((s, _) => cat([-0.1 * s.narrow(1, 0, 1) + s.narrow(1, 1, 1), -s.narrow(1, 0, 1) - (0.1 * s.narrow(1, 1, 1))], 1));

    /// <summary>ds/dt = s cos t: s(t) = s(0) exp(sin t).</summary>
    public static ToyFlow Swing { get; } = new((s, t) => s * Math.Cos(t));

    public Tensor Velocity(Tensor state, double time) => velocity(state, time);
}
