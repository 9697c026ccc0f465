using Residua.Systems;

namespace Residua.App.Explorer.Services;

/// <summary>What noise in one image does to a network, layer by layer. T layers, C classes.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Ratio">‖x̃(t) - x(t)‖₂ / ‖x(t)‖₂; [T+1], from t = 0, the input.</param>
/// <param name="Noise">‖ξ(t)‖₂, with ξ(0) = x̃(0) - x(0) and ξ(t) = ỹ(t) - y(t); [T+1].</param>
/// <param name="Clean">Class probabilities of the clean image; [C].</param>
/// <param name="Noisy">Class probabilities of the noisy one; [C].</param>
internal sealed record NoisePassage(string Name, double[] Ratio, double[] Noise, double[] Clean, double[] Noisy)
{
    /// <summary>The class of the clean image.</summary>
    public int CleanClass => Decision.Of(Clean);

    /// <summary>The class of the noisy one.</summary>
    public int NoisyClass => Decision.Of(Noisy);
}
