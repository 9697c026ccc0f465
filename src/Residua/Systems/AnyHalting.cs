using TorchSharp;

namespace Residua.Systems;

/// <summary>Stops a sample as soon as one of several rules would.</summary>
/// <param name="rules">The rules; they belong to the caller.</param>
public sealed class AnyHalting(params IReadOnlyList<IHalting> rules) : IHalting
{
    /// <inheritdoc />
    public torch.Tensor Halts(int layer, LayerStep step, torch.Tensor? previousResidual)
    {
        torch.Tensor halts = torch.zeros(step.State.shape[0], torch.@bool, step.State.device);
        foreach (IHalting rule in rules)
        {
            using torch.Tensor own = rule.Halts(layer, step, previousResidual);
            halts.logical_or_(own);
        }

        return halts;
    }
}
