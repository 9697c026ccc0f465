using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Adds noise to the input and compares the final states x(T), clean, and x̃(T), noisy: the noise-to-signal ratio
/// ‖x̃(T) - x(T)‖ / ‖x(T)‖, their cosine, and the share misclassified.
/// </summary>
/// <remarks>
/// For a residual net the paper's Σ ξ(t), t = 0..T, with ξ(0) = x̃(0) - x(0) and ξ(t) = ỹ(t) - y(t), telescopes to
/// x̃(T) - x(T); for a perceptron x(T) is y(T). So one definition serves both. In float32 a ratio below about 1e-6 is
/// rounding. The clean pass serves all amplitudes and realisations, and where noise enters the state linearly one product of the first
/// layer serves all amplitudes (<see cref="NoisyStart"/>). Source: paper, section 6, Figure 4, claim C8.
/// </remarks>
public static class NoiseRobustness
{
    private const int Tried = 8; // samples on which an embedding is tried for being linear

    /// <summary>Measures it.</summary>
    /// <param name="map">The network, run for its T layers.</param>
    /// <param name="readout">Its classifier.</param>
    /// <param name="embed">x(0), a new tensor [B,N], of pixels [B,P].</param>
    /// <param name="pixels">Clean samples, [B,P].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1.</param>
    /// <param name="options">Amplitudes, realisations, norm and noise.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between runs.</param>
    /// <exception cref="ArgumentException">There are no samples, they are not finite, or the options make no sense.</exception>
    public static NoiseRobustnessResult Measure(
        IDepthMap map, IReadout readout, Func<Tensor, Tensor> embed, Tensor pixels, IReadOnlyList<int> classes, NoiseRobustnessOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(pixels, classes, options);
        int samples = classes.Count, layers = map.Depth, amplitudes = options.Amplitudes.Count;
        NoiseTally tally = new(options.Amplitudes, options.Realisations, classes);
        double[][] layerRatio = [.. options.Amplitudes.Select(_ => new double[layers + 1])];
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor signal = options.Noise.Signal(pixels, embed);
        Tensor[] units = [.. Enumerable.Range(0, options.Realisations).Select(r => options.Noise.Draw(signal, r))]; // R times the size of the signal
        IDenseMap? dense = map is IDenseMap own && NoiseEntersLinearly() ? own : null;
        for (int start = 0; start < samples; start += options.SamplesAtOnce)
        {
            int length = Math.Min(options.SamplesAtOnce, samples - start), runs = options.Realisations * amplitudes, count = 0;
            using DisposeScope block = NewDisposeScope();
            Tensor blockSignal = signal.narrow(0, start, length), labels = tensor(classes.Skip(start).Take(length).Select(c => (long)c).ToArray(), device: pixels.device);
            List<Tensor> clean = [embed(pixels.narrow(0, start, length))];
            LayerStep first = map.Step(clean[0], 1);
            first.Residual.Dispose();
            clean.Add(first.State);
            Run(map, first.State, (_, state) => clean.Add(state.alias()));
            Wrong(readout, clean[^1], labels).CopyTo(tally.CleanError, start);
            Tensor[] sizes = [.. clean.Select(state => Size(state, options.Norm))];
            Tensor wide = clean[^1].to(float64), unitFinal = wide / wide.norm(1, keepdim: true);
            for (int r = 0; r < options.Realisations; r++)
            {
                using DisposeScope realisation = NewDisposeScope();
                Tensor unit = units[r].narrow(0, start, length);
                NoisyStart? linear = dense is null ? null : new(dense, clean[0], first.PreActivation, NoisyStart.InState(options.Noise, unit, embed));
                for (int a = 0; a < amplitudes; a++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    using DisposeScope run = NewDisposeScope();
                    int at = (((a * options.Realisations) + r) * samples) + start, amplitude = a;
                    double[] ratio = [];
                    Tensor x0 = linear?.Input(options.Amplitudes[a]) ?? options.Noise.NoisyState(blockSignal, unit, options.Amplitudes[a], embed);
                    Add(0, x0);
                    Tensor x1 = linear?.First(options.Amplitudes[a], x0) ?? map.Step(x0, 1).State;
                    Add(1, x1);
                    Tensor final = Run(map, x1, Add);
                    ratio.CopyTo(tally.Ratio, at);
                    Cosine(unitFinal, final).CopyTo(tally.Cosine, at);
                    Wrong(readout, final, labels).CopyTo(tally.Error, at);
                    progress?.Invoke((start + (length * (++count / (double)runs))) / samples);

                    void Add(int layer, Tensor state)
                    {
                        ratio = Ratio(clean[layer], sizes[layer], state, options.Norm);
                        layerRatio[amplitude][layer] += ratio.Sum() / (options.Realisations * samples);
                    }
                }
            }
        }

        return new()
        {
            Options = options,
            Depth = layers,
            Overall = tally.Response([.. Enumerable.Range(0, samples)]),
            Classes = [.. Enumerable.Range(0, classes.Max() + 1).Select(c => tally.Response([.. Enumerable.Range(0, samples).Where(b => classes[b] == c)]))],
            LayerRatio = layerRatio,
            Crossings = tally.Crossings(options.ErrorLevels, options.Replicates, options.Noise.Seed, cancellation),
        };

        bool NoiseEntersLinearly()
        {
            int few = Math.Min(Tried, samples);
            return NoisyStart.Fits(options.Noise, signal.narrow(0, 0, few), units[0].narrow(0, 0, few), options.Amplitudes[^1], embed);
        }
    }

    /// <summary>The noise-to-signal ratio of each sample, [B], of clean and noisy states [B,N].</summary>
    public static double[] Ratio(Tensor clean, Tensor noisy, NoiseNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        return Ratio(clean, Size(clean, norm), noisy, norm);
    }

    // What the noise is divided by, [B]: the clean state's norm, or how many of its elements are not 0.
    private static Tensor Size(Tensor clean, NoiseNorm norm) => norm switch
    {
        NoiseNorm.L1 => clean.abs().sum(1),
        NoiseNorm.Elementwise => clean.Ne(0).sum(1),
        _ => clean.norm(1),
    };

    private static double[] Ratio(Tensor clean, Tensor size, Tensor noisy, NoiseNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = noisy - clean;
        Tensor amount = norm switch
        {
            NoiseNorm.L1 => noise.abs().sum(1),
            NoiseNorm.Elementwise => (noise / clean).abs().where(clean.Ne(0), zeros_like(noise)).sum(1),
            _ => noise.norm(1),
        };
        return (amount / size).to(float64).cpu().data<double>().ToArray();
    }

    // x(T) from x(1); visit gets every x(t), t = 2..T, which is disposed after it.
    private static Tensor Run(IDepthMap map, Tensor x1, Action<int, Tensor> visit)
    {
        Tensor state = x1;
        for (int t = 2; t <= map.Depth; t++)
        {
            LayerStep step = map.Step(state, t);
            step.PreActivation.Dispose();
            step.Residual.Dispose();
            if (t > 2)
            {
                state.Dispose();
            }

            state = step.State;
            visit(t, state);
        }

        return state;
    }

    private static double[] Cosine(Tensor unitClean, Tensor noisy)
    {
        Tensor y = noisy.to(float64); // in float32 the cosines of small noise would all be 1
        return ((unitClean * y).sum(1) / y.norm(1)).cpu().data<double>().ToArray();
    }

    private static double[] Wrong(IReadout readout, Tensor state, Tensor labels)
    {
        return Decision.Classes(readout.Logits(state)).ne(labels).to(float64).cpu().data<double>().ToArray();
    }

    private static void Check(Tensor pixels, IReadOnlyList<int> classes, NoiseRobustnessOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Realisations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SamplesAtOnce, 1);
        if (pixels.dim() != 2 || pixels.shape[0] == 0 || pixels.shape[0] != classes.Count)
        {
            throw new ArgumentException($"Give samples [B,P] and a class for each; there are {classes.Count} classes for a shape of [{string.Join(',', pixels.shape)}].", nameof(pixels));
        }

        IReadOnlyList<double> amplitudes = options.Amplitudes;
        if (amplitudes.Count == 0 || amplitudes[0] <= 0 || !amplitudes.All(double.IsFinite) || amplitudes.Zip(amplitudes.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Noise amplitudes must be positive and ascending.", nameof(options));
        }
    }
}
