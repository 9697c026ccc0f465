using Residua.Numerics;
using TorchSharp;

namespace Residua.Systems;

/// <summary>Stops a sample once its residuals have settled: mean over neurons of |y(t) - y(t-1)| ≤ tolerance.</summary>
/// <remarks>Source: paper, section 7, with the mean over neurons that its threshold is stated for.</remarks>
public sealed class ConvergedResidual : IHalting
{
    private readonly double _tolerance;

    /// <summary>Stops at the given tolerance (mean absolute change a neuron, not negative).</summary>
    public ConvergedResidual(double tolerance)
    {
        if (!(tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance of a settled residual must not be negative.");
        }

        _tolerance = tolerance;
    }

    /// <inheritdoc />
    public torch.Tensor Halts(int layer, LayerStep step, torch.Tensor? previousResidual)
    {
        if (previousResidual is null)
        {
            return torch.zeros(step.Residual.shape[0], torch.@bool, step.Residual.device);
        }

        using torch.Tensor change = step.Residual - previousResidual; // [B,N]
        using torch.Tensor size = change.abs_().mean([1]);            // [B]
        return size.Le(_tolerance);
    }
}
