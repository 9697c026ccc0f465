using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Finds for each class c the neuron i_c = argmax_i K_ci to which its logit is most sensitive (∂logit_c/∂x_i(T) = K_ci), and that
/// of the largest |K_ci|, and follows their residuals and cumulatives through the trained layers, averaged over the samples of each class.
/// </summary>
/// <remarks>Source: paper, section 6, Figure 3, claim C7.</remarks>
public static class SensitiveNeurons
{
    /// <summary>Finds and follows them, all in one rollout.</summary>
    /// <param name="map">The network.</param>
    /// <param name="classifier">K, [C,N].</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], every class 0..C-1 at least once.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <returns>The neurons of the largest K, and those of the largest |K|.</returns>
    /// <exception cref="ArgumentException">A class has no sample, samples and classes do not go together, or K or a signal is not finite.</exception>
    public static (SensitiveNeuronsResult Signed, SensitiveNeuronsResult ByMagnitude) Find(
        IDepthMap map, Tensor classifier, Tensor x0, IReadOnlyList<int> classes, CancellationToken cancellation = default)
    {
        int count = (int)classifier.shape[0], layers = map.Depth;
        ClassRows.Require(x0, classes, count);
        ClassRows.RequireFinite(classifier, "classifier");
        int[] samples = [.. Enumerable.Range(0, count).Select(c => classes.Count(label => label == c))];
        if (Array.IndexOf(samples, 0) is int missing and >= 0)
        {
            throw new ArgumentException($"Class {missing} has no sample; give samples of every class.", nameof(classes));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor wide = classifier.to(float64).cpu();
        int[] neurons = [.. Largest(wide), .. Largest(wide.abs())]; // signed, then by magnitude
        Recording record = new() { Signals = Signals.State | Signals.Residual, Neurons = neurons };
        using Trajectory trajectory = Rollout.Run(map, x0, layers, record, cancellation: cancellation);
        ClassRows.RequireFinite(trajectory.FinalState, "last state");
        double[] residual = ClassMeans("residual", trajectory[Signals.Residual]), cumulative = ClassMeans("state", trajectory[Signals.State]);
        return (Result(byMagnitude: false), Result(byMagnitude: true));

        SensitiveNeuronsResult Result(bool byMagnitude)
        {
            int first = byMagnitude ? count : 0, width = count * layers;
            int[] own = neurons[first..(first + count)];
            Range part = (first * width)..((first + count) * width);
            double[] through = cumulative[part];
            return new()
            {
                Layers = [.. Enumerable.Range(1, layers)],
                Neurons = own,
                ClassifierWeights = [.. own.Select((neuron, c) => wide[c, neuron].item<double>())],
                Samples = samples,
                ByMagnitude = byMagnitude,
                Residual = residual[part],
                Cumulative = through,
                OwnClassLargest = [.. Enumerable.Range(0, count).Select(neuron => OwnIsLargest(through, neuron))],
            };
        }

        // Signal [T,B,2C] (its last axis the neurons) to means [2C neurons, C classes, T].
        double[] ClassMeans(string name, Tensor signal)
        {
            ClassRows.RequireFinite(signal, name);
            double[] means = new double[neurons.Length * count * layers];
            for (int c = 0; c < count; c++)
            {
                Tensor rows = tensor(ClassRows.Of(classes, c), device: signal.device);
                double[] mean = signal.index_select(1, rows).to(float64).mean([1]).cpu().data<double>().ToArray(); // [T,2C]
                for (int t = 0; t < layers; t++)
                {
                    for (int neuron = 0; neuron < neurons.Length; neuron++)
                    {
                        means[(((neuron * count) + c) * layers) + t] = mean[(t * neurons.Length) + neuron];
                    }
                }
            }

            return means;
        }

        bool OwnIsLargest(double[] means, int neuron)
        {
            double Final(int c) => means[(((neuron * count) + c) * layers) + layers - 1];
            return Enumerable.Range(0, count).All(c => c == neuron || Final(neuron) > Final(c));
        }
    }

    private static IEnumerable<int> Largest(Tensor weights) => weights.argmax(1).data<long>().Select(i => (int)i);
}
