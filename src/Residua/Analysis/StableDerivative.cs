using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>f'(z) in float64, also where y = f(z) rounds to its limit.</summary>
/// <remarks>
/// The logistic f' = y (1 - y) is an even function of z, so it is taken at -|z|, where y is small and nothing is lost: the
/// y of a float32 network is exactly 1 from z of about 17 on, and its 1 - y is 0 there though f' is not.
/// </remarks>
internal static class StableDerivative
{
    /// <summary>f'(z), a new float64 tensor of the shape of z.</summary>
    public static Tensor At(IDenseMap map, Tensor z)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = z.to(float64);
        wide = map.ActivationName == "logistic" ? -wide.abs() : wide;
        return map.Derivative(wide, map.Activate(wide)).MoveToOuterDisposeScope();
    }
}
