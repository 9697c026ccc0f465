using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>How far apart the matrices of the layers are: ‖W(t+1) - W(t)‖_F / ‖W(t+1)‖_F, angles, and all pairs.</summary>
/// <remarks>
/// Source: paper, section 6, claim C14. A distance in the Frobenius norm, so entry by entry: two matrices that do the same to all
/// states that occur can be far apart. Where all began as one the distance is what training made.
/// </remarks>
public static class WeightDrift
{
    /// <summary>Measures it, in float64.</summary>
    /// <exception cref="ArgumentException">All layers have one matrix.</exception>
    public static WeightDriftResult Measure(IDenseMap map, CancellationToken cancellation = default)
    {
        if (map.IsAutonomous)
        {
            throw new ArgumentException("All layers have one matrix, so nothing drifts from layer to layer; this needs variable weights or several blocks.", nameof(map));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] weights = [.. Enumerable.Range(1, map.Depth).Select(t => map.Layer(t).Weight.to(float64))];
        Tensor[] biases = [.. Enumerable.Range(1, map.Depth).Select(t => map.Layer(t).Bias).OfType<Tensor>().Select(bias => bias.to(float64))];
        double[] norms = [.. weights.Select(Norm)];
        double[][] distances = [.. weights.Select(_ => new double[weights.Length])];
        for (int t = 1; t < weights.Length; t++)
        {
            for (int s = 0; s < t; s++)
            {
                cancellation.ThrowIfCancellationRequested();
                distances[s][t] = distances[t][s] = Distance(weights[s], weights[t]) / norms[t];
            }
        }

        int[] earlier = [.. Enumerable.Range(0, weights.Length - 1)];
        return new()
        {
            Depth = map.Depth,
            Neurons = (int)weights[0].shape[0],
            Norms = norms,
            Differences = [.. earlier.Select(i => distances[i][i + 1])],
            Cosines = [.. earlier.Select(i => Dot(weights[i], weights[i + 1]) / (norms[i] * norms[i + 1]))],
            BiasDifferences = biases.Length == 0 ? [] : [.. earlier.Select(i => Distance(biases[i], biases[i + 1]) / Norm(biases[i + 1]))],
            Distances = distances,
        };
    }

    private static double Norm(Tensor tensor) => Math.Sqrt(Dot(tensor, tensor));

    private static double Distance(Tensor first, Tensor second)
    {
        using Tensor difference = first - second;
        return Norm(difference);
    }

    private static double Dot(Tensor first, Tensor second)
    {
        using DisposeScope scope = NewDisposeScope();
        return first.reshape(-1).dot(second.reshape(-1)).item<double>();
    }
}
