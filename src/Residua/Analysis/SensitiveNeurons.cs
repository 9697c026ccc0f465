using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Finds for each class c the neuron i_c = argmax_i K_ci to which its logit is most sensitive (∂logit_c/∂x_i(T) = K_ci),
/// and follows its residual and cumulative through the trained layers, averaged over the samples of each class.
/// </summary>
/// <remarks>Source: paper, section 6, Figure 3, claim C7.</remarks>
public static class SensitiveNeurons
{
    /// <summary>Finds and follows them.</summary>
    /// <param name="map">The network.</param>
    /// <param name="classifier">K, [C,N].</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], every class 0..C-1 at least once.</param>
    /// <param name="byMagnitude">Whether the largest |K_ci| chooses the neuron, instead of the largest K_ci.</param>
    /// <exception cref="ArgumentException">A class has no sample.</exception>
    public static SensitiveNeuronsResult Find(IDepthMap map, Tensor classifier, Tensor x0, IReadOnlyList<int> classes, bool byMagnitude)
    {
        int count = (int)classifier.shape[0], layers = map.Depth;
        int[] samples = [.. Enumerable.Range(0, count).Select(c => classes.Count(label => label == c))];
        if (Array.IndexOf(samples, 0) is int missing and >= 0)
        {
            throw new ArgumentException($"Class {missing} has no sample; give samples of every class.", nameof(classes));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor wide = classifier.to(float64).cpu();
        int[] neurons = [.. (byMagnitude ? wide.abs() : wide).argmax(1).data<long>().Select(i => (int)i)];
        double[] weights = [.. neurons.Select((neuron, c) => wide[c, neuron].item<double>())];

        Recording record = new() { Signals = Signals.State | Signals.Residual, Neurons = neurons };
        using Trajectory trajectory = Rollout.Run(map, x0, layers, record);
        double[] residual = ClassMeans(trajectory[Signals.Residual]), cumulative = ClassMeans(trajectory[Signals.State]);
        return new()
        {
            Layers = [.. Enumerable.Range(1, layers)],
            Neurons = neurons,
            ClassifierWeights = weights,
            Samples = samples,
            ByMagnitude = byMagnitude,
            Residual = residual,
            Cumulative = cumulative,
            OwnClassLargest = [.. Enumerable.Range(0, count).Select(neuron => OwnIsLargest(cumulative, neuron))],
        };

        // Signal [T,B,C] (its last axis one neuron for each class) to means [C neurons, C classes, T].
        double[] ClassMeans(Tensor signal)
        {
            double[] means = new double[count * count * layers];
            for (int c = 0; c < count; c++)
            {
                long[] rows = [.. Enumerable.Range(0, classes.Count).Where(i => classes[i] == c).Select(i => (long)i)];
                double[] mean = signal.index_select(1, tensor(rows, device: signal.device)).to(float64).mean([1]).cpu().data<double>().ToArray(); // [T,C]
                for (int t = 0; t < layers; t++)
                {
                    for (int neuron = 0; neuron < count; neuron++)
                    {
                        means[(neuron * count + c) * layers + t] = mean[t * count + neuron];
                    }
                }
            }

            return means;
        }

        bool OwnIsLargest(double[] means, int neuron)
        {
            double Final(int c) => means[(neuron * count + c) * layers + layers - 1];
            return Enumerable.Range(0, count).All(c => c == neuron || Final(neuron) > Final(c));
        }
    }
}
