using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>What noise enters a network, and where.</summary>
/// <remarks>
/// A realisation is drawn once with amplitude 1, for all samples together and in float64, and scaled: the same realisation
/// serves every amplitude, network and precision. Source: paper, section 6, which leaves all of these choices open.
/// </remarks>
public sealed record InputNoise
{
    /// <summary>How it is distributed.</summary>
    public NoiseDistribution Distribution { get; init; } = NoiseDistribution.Uniform;

    /// <summary>Where it enters.</summary>
    public NoiseTarget Target { get; init; } = NoiseTarget.Pixels;

    /// <summary>Whether the noisy input is clipped to [0,1], the range of a pixel.</summary>
    public bool Clip { get; init; }

    /// <summary>The seed of all realisations.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What noise is added to: the pixels [B,P], or x(0) [B,N]. A new tensor.</summary>
    /// <param name="pixels">Clean pixels, [B,P].</param>
    /// <param name="embed">x(0) of pixels.</param>
    /// <exception cref="ArgumentException">It is not finite, or is to be clipped to a range in which it does not lie.</exception>
    public Tensor Signal(Tensor pixels, Func<Tensor, Tensor> embed)
    {
        Tensor signal = Target == NoiseTarget.Pixels ? pixels.clone() : embed(pixels);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor finite = signal.isfinite().all(), outside = signal.Lt(0).logical_or(signal.Gt(1)).any();
        string? fault = !finite.item<bool>() ? "The input has values that are not finite."
            : Clip && outside.item<bool>() ? "Noise cannot be clipped to [0,1] where the clean input leaves that range, as a projecting embedding makes it; put the noise into the pixels."
            : null;
        if (fault is not null)
        {
            signal.Dispose();
            throw new ArgumentException(fault, nameof(pixels));
        }

        return signal;
    }

    /// <summary>One realisation of amplitude 1, of the shape, type and device of the signal: a new tensor.</summary>
    /// <param name="signal">What it will be added to, all samples.</param>
    /// <param name="realisation">Which one, from 0.</param>
    public Tensor Draw(Tensor signal, int realisation)
    {
        using Generator generator = new(Seeds.Derive(Seed, "noise", realisation), CPU);
        using Tensor drawn = Distribution == NoiseDistribution.Gaussian
            ? randn(signal.shape, float64, CPU, generator: generator)
            : rand(signal.shape, float64, CPU, generator: generator);
        switch (Distribution)
        {
            case NoiseDistribution.Gaussian:
                drawn.Div_(Math.Sqrt(3));
                break;
            case NoiseDistribution.Uniform:
                drawn.Mul_(2).Sub_(1);
                break;
        }

        return drawn.to(signal.dtype, signal.device, copy: true);
    }

    /// <summary>x̃(0) [B,N] of signal + a · unit: a new tensor.</summary>
    /// <param name="signal">Samples of <see cref="Signal"/>.</param>
    /// <param name="unit">The same rows of <see cref="Draw"/>.</param>
    /// <param name="amplitude">a.</param>
    /// <param name="embed">x(0) of pixels.</param>
    public Tensor NoisyState(Tensor signal, Tensor unit, double amplitude, Func<Tensor, Tensor> embed)
    {
        Tensor noisy = signal.Add(unit, alpha: amplitude);
        if (Clip)
        {
            noisy.Clamp_(0, 1);
        }

        if (Target == NoiseTarget.All)
        {
            return noisy;
        }

        using (noisy)
        {
            return embed(noisy);
        }
    }
}
