using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>The noise sweep of Figure 4, beside a clean and a noisy pass for each amplitude and realisation.</summary>
internal static class NoiseJob
{
    /// <summary>A sweep over test images, or over random pixels where the network is given.</summary>
    public static Comparison Of(string name, string network, int samples, int realisations, double target, bool withPython = true, Func<LayeredNetwork>? make = null) =>
        new(name, $"noise sweep, 10 amplitudes × {realisations} realisations × {samples} samples, {network}", withPython ? new Dictionary<string, double> { [Peers.Plain] = target, [Peers.Torch] = target } : new() { [Peers.Plain] = target },
            bench => Start(bench, make?.Invoke() ?? bench.Network(network), samples, realisations, withPython, isMnist: make is null))
        {
            Agreement = "mean noise-to-signal ratio of each amplitude (other draws of the same noise)",
            Rounds = 3,
        };

    private static List<Contestant> Start(Workbench bench, LayeredNetwork own, int samples, int realisations, bool withPython, bool isMnist)
    {
        (Tensor pixels, int[] labels) = isMnist ? Workbench.First(bench.Test, samples) : (rand([samples, own.Spec.Inputs]), [.. Enumerable.Range(0, samples).Select(i => i % 10)]);
        NoiseRobustnessOptions options = new() { Realisations = realisations, Replicates = 1 };
        List<Contestant> all =
        [
            new("Residua", () => Lap.Of(() => [.. NoiseRobustness.Measure(own, own, own.Embed, pixels, labels, options).Overall.Ratio.Mean]), own, pixels),
            new(Peers.Plain, () => Lap.Of(() => Plain(own, pixels, labels, options))),
        ];
        if (withPython)
        {
            all.Add(Contestant.Python(bench, Peers.Torch, "noise", () => new Dictionary<string, NpyArray>(Workbench.Arrays(own))
            {
                ["pixels"] = Workbench.Array(pixels),
                ["labels"] = NpyArray.Of(labels, labels.Length),
                ["amplitudes"] = NpyArray.Of(options.Amplitudes.ToArray(), options.Amplitudes.Count),
                ["realisations"] = NpyArray.Of(new[] { realisations }, 1),
            }));
        }

        return all;
    }

    private static double[] Plain(LayeredNetwork network, Tensor pixels, int[] classes, NoiseRobustnessOptions options)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = network.Parameters.Weights[0], labels = tensor(classes);
        Tensor? bias = network.Parameters.Biases.Count > 0 ? network.Parameters.Biases[0] : null;
        int rest = network.Spec.Neurons - network.Spec.Inputs;
        List<double> means = [];
        foreach (double amplitude in options.Amplitudes)
        {
            double sum = 0;
            for (int r = 0; r < options.Realisations; r++)
            {
                using DisposeScope pass = NewDisposeScope();
                Tensor clean = Forward(pixels), noisy = Forward(pixels.Add(rand_like(pixels).Mul(2).Sub(1).Mul(amplitude)));
                sum += ((noisy - clean).norm(1) / clean.norm(1)).mean().item<float>();
                nn.functional.cosine_similarity(clean, noisy, 1);
                network.Logits(noisy).argmax(1).ne(labels).to(float32).mean();
            }

            means.Add(sum / options.Realisations);
        }

        return [.. means];

        Tensor Forward(Tensor images)
        {
            Tensor x = nn.functional.pad(images, [0, rest]);
            for (int t = 0; t < network.Depth; t++)
            {
                Tensor y = nn.functional.linear(x, weights, bias).sigmoid_(), next = network.Carry == 1 ? x.Add(y) : y;
                if (network.Carry == 1)
                {
                    y.Dispose();
                }

                x.Dispose();
                x = next;
            }

            return x;
        }
    }
}
