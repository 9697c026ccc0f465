using Residua.Dynamics;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

/// <summary>A map and its Jacobian times vectors, written down in a test.</summary>
internal sealed class ToyTangent(Func<Tensor, Tensor> map, Func<Tensor, Tensor, Tensor> jacobian) : ITangentMap
{
    /// <summary>x → 4 x (1 - x), whose exponent is log 2.</summary>
    public static ToyTangent Logistic { get; } = new(x => 4 * x * (1 - x), (x, v) => v * (4 - (8 * x)).unsqueeze(1));

    /// <summary>Hénon's map with a = 1.4 and b = 0.3: exponents 0.419 and -1.623.</summary>
    public static ToyTangent Henon { get; } = new(
        s => stack([1 - (1.4 * s.select(1, 0).square()) + s.select(1, 1), 0.3 * s.select(1, 0)], 1),
        (s, v) => stack([(-2.8 * s.select(1, 0).unsqueeze(1) * v.select(2, 0)) + v.select(2, 1), 0.3 * v.select(2, 0)], 2));

    public (Tensor State, Tensor Tangents) Step(Tensor state, Tensor tangents, int step) => (map(state), jacobian(state, tangents));
}
