using Residua.Networks;

namespace Residua.Training;

/// <summary>
/// A term of the loss that punishes noise in the residuals of the last two layers:
/// R = λ · mean over samples of ‖Σ_{t=T-1..T} [F_t(y+ξ) - F_t(y)]‖² / N, with F_t(y) = f'(z) ∘ (W_t y).
/// </summary>
/// <remarks>
/// ξ(t) = ỹ(t) - y(t) comes from a second forward pass whose pixels carry noise uniform on [-a, a], drawn anew at each step. Of one layer
/// only, the sum has one term. F is the right side of eq. 2 and of eq. 5 as a difference, the noise of a residual network; in a perceptron
/// noise follows another equation. Source: paper, end of section 6.
/// </remarks>
public sealed record NoiseRegularizerSpec
{
    /// <summary>λ; 0 for no regulariser.</summary>
    public double Strength { get; init; }

    /// <summary>a, on the scale of pixels in [0,1].</summary>
    public double Amplitude { get; init; } = 0.1;

    /// <summary>Whether its gradient reaches only the weights and biases of layer T, in their use there: x(T-1) and F of layer T-1 are held constant.</summary>
    public bool LastLayerOnly { get; init; }

    /// <summary>Checks every field.</summary>
    /// <exception cref="ArgumentException">One does not make sense; the message says which and what to do.</exception>
    public void Validate()
    {
        Check(Strength is >= 0 and <= NetworkSpec.MostReal, $"The strength of the noise regulariser must be 0 (none) or more, not {Strength}.");
        Check(Amplitude is > 0 and <= NetworkSpec.MostReal, $"The noise amplitude of the noise regulariser must be positive, not {Amplitude}.");
    }

    /// <summary>Checks that a network can be regularised; with strength 0, every one can.</summary>
    /// <exception cref="ArgumentException">It is no residual network, or its f has kinks.</exception>
    public void CheckFit(NetworkSpec network)
    {
        Check(Strength == 0 || network.Network == ResidualNetwork.Kind.Name, $"The noise regulariser is that of residual networks (eq. 5); a {network.Network} has none.");
        Check(
            Strength == 0 || Activations.Get(network.Activation).IsSmooth,
            $"The noise regulariser needs a smooth activation ({string.Join(", ", Activations.All.Where(f => f.IsSmooth).Select(f => f.Name))}); {network.Activation} has a kink.");
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
