using Residua.Dynamics;
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
    private const double Broken = 0.5;

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
        LayerStep[] clean = Run(map, layers, x0);
        double[][] floors = [.. clean.Select(step => Values(step.Residual.norm(1) * Rounding))]; // of t = 1..T
        IReadOnlyList<(string Name, Func<INoisePrediction> Make)> forms = Forms(map.Carry == 0, options.StepsPerLayer);
        List<NoiseFlowAmplitude> amplitudes = [];
        double linesDifference = 0;
        foreach (double a in options.Amplitudes)
        {
            using DisposeScope one = NewDisposeScope();
            Tensor noisyInput = options.Noise.NoisyState(signal, unit, a, embed).to(float64);
            LayerStep[] noisy = Run(map, layers, noisyInput);
            double[][] norms = [Values((noisyInput - x0).norm(1)), .. clean.Zip(noisy, (y, other) => Values((other.Residual - y.Residual).norm(1)))];
            List<NoisePrediction> predictions = [];
            foreach ((string name, Func<INoisePrediction> make) in forms)
            {
                predictions.Add(Predict(name, make, clean, noisy, layers, norms, cancellation));
                progress?.Invoke((amplitudes.Count + (predictions.Count / (double)forms.Count)) / options.Amplitudes.Count);
            }

            if (map.Carry == 1)
            {
                linesDifference = Math.Max(linesDifference, LinesDifference(clean[0], noisy[0], layers[Math.Min(1, layers.Length - 1)].Weight));
            }

            double[] mean = [.. norms.Select(values => values.Average())];
            int samples = norms[0].Length;
            amplitudes.Add(new(
                a, mean, [.. mean.Zip(mean.Skip(1), (before, after) => after / before)],
                Enumerable.Range(0, samples).Count(b => Enumerable.Range(1, layers.Length).All(t => norms[t][b] < norms[t - 1][b] || norms[t][b] <= floors[t - 1][b])) / (double)samples,
                [.. predictions]));
        }

        return new()
        {
            Perceptron = map.Carry == 0,
            Options = options,
            Depth = map.Depth,
            Samples = (int)pixels.shape[0],
            VariableWeights = !map.IsAutonomous,
            Amplitudes = [.. amplitudes],
            LinesDifference = map.Carry == 1 ? linesDifference : null,
            Conditions = map.Carry == 0 ? Conditions(clean, layers, options, cancellation) : null,
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

    private static NoisePrediction Predict(
        string name, Func<INoisePrediction> make, LayerStep[] clean, LayerStep[] noisy, DenseLayer[] layers, double[][] norms, CancellationToken cancellation)
    {
        int depth = layers.Length;
        (double[] norm, double[] error, double[] cosine, double[] oneLayer) = (new double[depth], new double[depth], new double[depth], new double[depth]);
        (norm[0], cosine[0], oneLayer[0]) = (norms[1].Average(), 1, double.NaN);
        using INoisePrediction onward = make(), single = make();
        onward.Start(clean[0], noisy[0]);
        for (int t = 1; t < depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor measured = noisy[t].Residual - clean[t].Residual, predicted = onward.Next(clean[t - 1], clean[t], layers[t].Weight);
            norm[t] = Values(predicted.norm(1)).Average();
            error[t] = RelativeError(predicted, measured);
            cosine[t] = MedianOfNumbers(Values((predicted * measured).sum(1) / (predicted.norm(1) * measured.norm(1))));
            single.Start(clean[t - 1], noisy[t - 1]);
            oneLayer[t] = RelativeError(single.Next(clean[t - 1], clean[t], layers[t].Weight), measured);
        }

        int broken = Array.FindIndex(error, value => !(value <= Broken));
        return new(name, norm, error, cosine, oneLayer, broken < 0 ? null : broken + 1);

        // Where there is no noise and none is predicted, 0/0, nothing is wrong.
        static double RelativeError(Tensor predicted, Tensor measured)
        {
            Tensor difference = (predicted - measured).norm(1);
            return Median(Values(where(difference.eq(0), zeros_like(difference), difference / measured.norm(1))));
        }
    }

    private static double LinesDifference(LayerStep clean, LayerStep noisy, Tensor weight)
    {
        Tensor y = clean.Residual, noise = noisy.Residual - y, truth = ResidualNoiseFlow.Derivative(y, noise, weight);
        double scale = truth.abs().max().item<double>();
        return scale == 0 ? 0 : Enumerable.Range(1, ResidualNoiseFlow.Lines).Max(line => (ResidualNoiseFlow.Printed(line, y, noise, weight) - truth).abs().max().item<double>()) / scale;
    }

    private static NoiseConditions Conditions(LayerStep[] clean, DenseLayer[] layers, NoiseFlowOptions options, CancellationToken cancellation)
    {
        long samples = clean[0].Residual.shape[0];
        int count = (int)Math.Min(samples, options.ConditionSamples);
        using DisposeScope scope = NewDisposeScope();
        Tensor chosen = tensor(Enumerable.Range(0, count).Select(i => i * samples / count).ToArray(), device: clean[0].Residual.device);
        List<double> radii = [], values = []; // [T,S]
        int together; // layers of one W at a time, as the iteration is bound by reading W
        for (int t = 0; t < layers.Length; t += together)
        {
            cancellation.ThrowIfCancellationRequested();
            together = layers.Skip(t).TakeWhile(layer => ReferenceEquals(layer.Weight, layers[t].Weight)).Count();
            using DisposeScope block = NewDisposeScope();
            Tensor y = cat([.. clean.Skip(t).Take(together).Select(layer => layer.Residual.index_select(0, chosen))]), slope = y * (1 - y);
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
            z = layers[t].Bias is { } bias ? z + bias : z;
            Tensor y = z.sigmoid();
            state = map.Carry == 1 ? state + y : y;
            steps[t] = new(state, y, z);
        }

        return steps;
    }

    // NaN sorts first; where a prediction has overflowed it must not pass for a small error.
    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value).Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    // Where there is no noise there is no cosine.
    private static double MedianOfNumbers(double[] values) => values.Where(double.IsFinite).ToArray() is { Length: > 0 } numbers ? Median(numbers) : double.NaN;

    private static double[] Values(Tensor values) => values.cpu().data<double>().ToArray();
}
