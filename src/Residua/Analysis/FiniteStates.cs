using TorchSharp;

namespace Residua.Analysis;

/// <summary>Refuses states that are not finite, of which no analysis could say anything.</summary>
internal static class FiniteStates
{
    /// <exception cref="ArgumentException">There are no samples, or a value is not finite.</exception>
    public static void Require(torch.Tensor states, string name)
    {
        if (states.dim() != 2 || states.shape[0] == 0)
        {
            throw new ArgumentException($"The states must be [samples, neurons] with at least one sample; they are [{string.Join(", ", states.shape)}].", name);
        }

        using torch.Tensor finite = states.isfinite(), all = finite.all();
        if (!all.item<bool>())
        {
            throw new ArgumentException("The states hold values that are not finite; the network or its rollout diverged.", name);
        }
    }
}
