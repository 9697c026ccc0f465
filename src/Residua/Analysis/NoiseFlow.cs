using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Follows the noise ξ(t) = ỹ(t) - y(t) through the layers of a logistic network, and compares it with what eq. 5 (residual
/// net) or eq. 7 and 8 (perceptron) predict from ξ(1), as printed and as they should read.
/// </summary>
/// <remarks>
/// Everything is computed in float64 from the network's weights, so that rounding is not taken for noise. Forms:
/// residual net — eq. 5 in unit steps along the clean trajectory; the flow behind eq. 5, integrated; the first order of the
/// network itself. Perceptron — first and second order, without W as printed, and with W. With variable weights layer t+1
/// is predicted with its own W, and what the change of W does to x is neglected by the first two forms of a residual net.
/// Source: paper, sections 4 and 5, claim C15.
/// </remarks>
public static class NoiseFlow
{
    // Noise of at most this share of ‖y‖ is rounding: it has fallen as far as it can.
    private const double Rounding = 1e-14;

    /// <summary>Why it says nothing of a network, in one sentence; null where it applies.</summary>
    public static string? Refusal(IDenseMap map) => map.ActivationName != "logistic"
        ? $"Eq. 4 to 8 are those of the logistic f, where f' = y(1 - y); this network has {map.ActivationName}."
        : map.Carry is not (0 or 1) ? "Eq. 4 to 8 are those of a residual net or a perceptron; this network is neither." : null;

    /// <summary>Measures and predicts.</summary>
    /// <param name="map">The network, logistic; residual or a perceptron.</param>
    /// <param name="embed">x(0), a new tensor [B,N], of pixels [B,P].</param>
    /// <param name="pixels">Clean samples, [B,P].</param>
    /// <param name="options">Amplitudes and noise.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">The network is another, or the samples are none or not finite.</exception>
    public static NoiseFlowResult Measure(
        IDenseMap map, Func<Tensor, Tensor> embed, Tensor pixels, NoiseFlowOptions options, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        if (Refusal(map) is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(map));
        }

        if (pixels.dim() != 2 || pixels.shape[0] == 0 || options.Amplitudes.Count == 0 || options.Amplitudes.Any(a => !(a > 0 && double.IsFinite(a))))
        {
            throw new ArgumentException("Give samples [B,P] and positive noise amplitudes.", nameof(pixels));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        DenseLayer[] layers = Wide(map);
        Tensor signal = options.Noise.Signal(pixels, embed), unit = options.Noise.Draw(signal, 0), x0 = embed(pixels).to(float64);
        int samples = (int)pixels.shape[0], depth = layers.Length;
        IReadOnlyList<(string Name, Func<INoisePrediction> Make)> forms = Forms(map.Carry == 0, options.StepsPerLayer);
        NoiseFlowTally[][] tallies = [.. options.Amplitudes.Select(_ => forms.Select(form => new NoiseFlowTally(form.Name, form.Make, depth)).ToArray())];
        double[][] sums = [.. options.Amplitudes.Select(_ => new double[depth + 1])]; // of ‖ξ(t)‖ over samples, t = 0..T
        int[] falling = new int[options.Amplitudes.Count];
        double linesDifference = 0;
        for (int start = 0; start < samples; start += options.SamplesAtOnce)
        {
            using DisposeScope chunk = NewDisposeScope();
            int length = Math.Min(options.SamplesAtOnce, samples - start);
            Tensor chunkX0 = x0.narrow(0, start, length);
            LayerStep[] clean = Run(map, layers, chunkX0);
            double[][] floors = [.. clean.Select(step => Norms(step.Residual).Select(norm => norm * Rounding).ToArray())]; // of t = 1..T
            for (int a = 0; a < options.Amplitudes.Count; a++)
            {
                using DisposeScope one = NewDisposeScope();
                Tensor noisyInput = options.Noise.NoisyState(signal.narrow(0, start, length), unit.narrow(0, start, length), options.Amplitudes[a], embed).to(float64);
                LayerStep[] noisy = Run(map, layers, noisyInput);
                double[][] norms = [Norms(noisyInput - chunkX0), .. clean.Zip(noisy, (y, other) => Difference(other, y))];
                for (int f = 0; f < forms.Count; f++)
                {
                    tallies[a][f].Add(clean, noisy, layers, cancellation);
                    progress?.Invoke((start + (length * (a + ((f + 1.0) / forms.Count)) / options.Amplitudes.Count)) / samples);
                }

                if (map.Carry == 1)
                {
                    linesDifference = Math.Max(linesDifference, LinesDifference(clean[0], noisy[0], layers[Math.Min(1, depth - 1)].Weight));
                }

                for (int t = 0; t <= depth; t++)
                {
                    sums[a][t] += norms[t].Sum();
                }

                falling[a] += Enumerable.Range(0, length).Count(b => Enumerable.Range(1, depth).All(t => norms[t][b] < norms[t - 1][b] || norms[t][b] <= floors[t - 1][b]));
            }
        }

        NoiseFlowAmplitude[] amplitudes = [.. options.Amplitudes.Select((amplitude, a) =>
        {
            double[] mean = [.. sums[a].Select(sum => sum / samples)];
            return new NoiseFlowAmplitude(
                amplitude, mean, [.. mean.Zip(mean.Skip(1), (before, after) => after / before)], falling[a] / (double)samples, [.. tallies[a].Select(tally => tally.Result(mean[1]))]);
        })];
        return new()
        {
            Perceptron = map.Carry == 0,
            Options = options,
            Depth = map.Depth,
            Samples = samples,
            VariableWeights = !map.IsAutonomous,
            Amplitudes = amplitudes,
            LinesDifference = map.Carry == 1 ? linesDifference : null,
            Conditions = map.Carry == 0 ? Conditions(map, x0, layers, options, cancellation) : null,
        };
    }

    private static IReadOnlyList<(string Name, Func<INoisePrediction> Make)> Forms(bool perceptron, int steps) => perceptron
        ?
        [
            ("eq. 7 as printed", () => NoiseSteps.Perceptron(second: false, printed: true)),
            ("eq. 8 as printed", () => NoiseSteps.Perceptron(second: true, printed: true)),
            ("first order with W", () => NoiseSteps.Perceptron(second: false, printed: false)),
            ("second order with W", () => NoiseSteps.Perceptron(second: true, printed: false)),
        ]
        :
        [
            ("eq. 5, a step a layer", NoiseSteps.Residual),
            ("eq. 5, the flow", () => new NoiseFlowInState(steps)),
            ("first order of the map", () => new NoiseTangent()),
        ];

    private static double LinesDifference(LayerStep clean, LayerStep noisy, Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = clean.Residual, noise = noisy.Residual - y, truth = ResidualNoiseFlow.Derivative(y, noise, weight);
        double scale = truth.abs().max().item<double>();
        return scale == 0 ? 0 : Enumerable.Range(1, ResidualNoiseFlow.Lines).Max(line => (ResidualNoiseFlow.Printed(line, y, noise, weight) - truth).abs().max().item<double>()) / scale;
    }

    private static NoiseConditions Conditions(IDenseMap map, Tensor x0, DenseLayer[] layers, NoiseFlowOptions options, CancellationToken cancellation)
    {
        long samples = x0.shape[0];
        int count = (int)Math.Min(samples, options.ConditionSamples);
        using DisposeScope scope = NewDisposeScope();
        Tensor chosen = tensor(Enumerable.Range(0, count).Select(i => i * samples / count).ToArray(), device: x0.device);
        LayerStep[] clean = Run(map, layers, x0.index_select(0, chosen));
        List<double> radii = [], values = []; // [T,S]
        int together; // layers of one W at a time, as the iteration is bound by reading W
        for (int t = 0; t < layers.Length; t += together)
        {
            cancellation.ThrowIfCancellationRequested();
            together = layers.Skip(t).TakeWhile(layer => ReferenceEquals(layer.Weight, layers[t].Weight)).Count();
            using DisposeScope block = NewDisposeScope();
            Tensor y = cat([.. clean.Skip(t).Take(together).Select(layer => layer.Residual)]), slope = y * y.Rsub(1);
            radii.AddRange(PerceptronJacobian.SpectralRadius(slope, layers[t].Weight, options.Iterations, options.Noise.Seed));
            values.AddRange(PerceptronJacobian.LargestSingularValue(slope, layers[t].Weight, options.Iterations, options.Noise.Seed));
        }

        return new(
            count, Each(radii, Enumerable.Average), Each(radii, Enumerable.Min), Each(radii, Enumerable.Max),
            Each(values, Enumerable.Average), Each(values, Enumerable.Min), Each(values, Enumerable.Max));

        double[] Each(List<double> all, Func<IEnumerable<double>, double> summary) => [.. all.Chunk(count).Select(summary)];
    }

    private static DenseLayer[] Wide(IDenseMap map)
    {
        DenseLayer[] layers = new DenseLayer[map.Depth];
        for (int t = 0; t < layers.Length; t++)
        {
            DenseLayer layer = map.Layer(t + 1);
            layers[t] = map.IsAutonomous && t > 0 ? layers[0] : new(layer.Weight.to(float64), layer.Bias?.to(float64));
        }

        return layers;
    }

    private static LayerStep[] Run(IDenseMap map, DenseLayer[] layers, Tensor x0)
    {
        LayerStep[] steps = new LayerStep[layers.Length];
        Tensor state = x0;
        for (int t = 0; t < layers.Length; t++)
        {
            Tensor z = state.mm(layers[t].Weight.t());
            z = layers[t].Bias is { } bias ? z.Add(bias) : z;
            Tensor y = z.sigmoid();
            state = map.Carry == 1 ? state.Add(y) : y;
            steps[t] = new(state, y, z);
        }

        return steps;
    }

    private static double[] Difference(LayerStep noisy, LayerStep clean)
    {
        using DisposeScope scope = NewDisposeScope();
        return Norms(noisy.Residual - clean.Residual);
    }

    private static double[] Norms(Tensor rows) => rows.norm(1).cpu().data<double>().ToArray();
}
