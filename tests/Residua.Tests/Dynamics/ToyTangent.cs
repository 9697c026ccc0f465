using Residua.Dynamics;
using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>A map and its Jacobian times vectors, written down in a test.</summary>
internal sealed class ToyTangent(Func<Tensor, Tensor> map, Func<Tensor, Tensor, Tensor> jacobian) : ITangentMap
{
    /// <summary>x → 4 x (1 - x), whose exponent is log 2.</summary>
    public static ToyTangent Logistic { get; } = new(x => x.Mul(4) * x.Rsub(1), (x, v) => v * x.Mul(8).Rsub(4).unsqueeze(1));

    /// <summary>Hénon's map with a = 1.4 and b = 0.3: exponents 0.419 and -1.623.</summary>
    public static ToyTangent Henon { get; } = new(
        s => stack([s.select(1, 0).Square().Mul(1.4).Rsub(1).Add(s.select(1, 1)), s.select(1, 0).Mul(0.3)], 1),
        (s, v) => stack([(s.select(1, 0).unsqueeze(1).Mul(-2.8) * v.select(2, 0)).Add(v.select(2, 1)), v.select(2, 0).Mul(0.3)], 2));

    public (Tensor State, Tensor Tangents) Step(Tensor state, Tensor tangents, int step) => (map(state), jacobian(state, tangents));
}
