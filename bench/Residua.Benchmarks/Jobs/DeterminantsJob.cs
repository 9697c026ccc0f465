using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>log |det M'(s)| of all s as a running sum over layers, beside products of matrices and their determinants.</summary>
internal static class DeterminantsJob
{
    private const int DenseSamples = 2;
    private const double Saturation = 1e-6;

    /// <summary>For so many samples.</summary>
    public static Comparison Of(string name, string network, int samples, double target, bool withPython = true, Func<LayeredNetwork>? make = null)
    {
        Dictionary<string, double> targets = new() { [Peers.Dense] = target };
        if (withPython)
        {
            targets[Peers.Numpy] = target;
        }

        return new(name, $"log10 |det M'(s)| for all s, {samples} samples, {network} (the peers: {DenseSamples} of them, time by sample)", targets,
            bench => Start(bench, make?.Invoke() ?? bench.Network(network), samples, withPython, isMnist: make is null))
        {
            Agreement = "log10 |det M'(s)| of the first samples",
            Rounds = 3,
        };
    }

    private static List<Contestant> Start(Workbench bench, LayeredNetwork network, int samples, bool withPython, bool isMnist)
    {
        using Tensor pixels = isMnist ? Workbench.First(bench.Test, samples).Pixels : rand([samples, network.Spec.Inputs]), x0 = network.Embed(pixels);
        LayerJacobians jacobians = LayerJacobians.Along(network, x0);
        Tensor weight = jacobians.Weight(1).to(float64);
        Tensor derivatives = stack(Enumerable.Range(1, network.Depth).Select(t => jacobians.Derivative(t).slice(0, 0, DenseSamples, 1)).ToArray(), 1).to(float64); // [B,T,N]
        List<Contestant> all =
        [
            new("Residua", () => Lap.Of(() => [.. Own(jacobians, samples).Take(DenseSamples * network.Depth)]), jacobians, network),
            new(Peers.Dense, () => Lap.Of(() => Products(weight, derivatives)), weight, derivatives) { Share = (double)DenseSamples / samples },
        ];
        if (withPython)
        {
            all.Add(Contestant.Python(bench, Peers.Numpy, "determinants", () => new Dictionary<string, NpyArray> { ["W"] = Workbench.Wide(weight), ["derivatives"] = Workbench.Wide(derivatives) }, (double)DenseSamples / samples));
        }

        return all;
    }

    private static double[] Own(LayerJacobians jacobians, int samples)
    {
        using LayerDeterminants determinants = new(jacobians, Saturation);
        List<double> logs = [];
        for (int n = 0; n < samples; n++)
        {
            double sum = 0;
            for (int t = jacobians.Depth; t >= 1; t--)
            {
                logs.Add(sum += determinants.Of(n, t).Log10);
            }
        }

        return [.. logs];
    }

    private static double[] Products(Tensor weight, Tensor derivatives)
    {
        using DisposeScope scope = NewDisposeScope();
        List<double> logs = [];
        for (int n = 0; n < derivatives.shape[0]; n++)
        {
            Tensor product = eye(weight.shape[0], dtype: float64);
            for (long t = derivatives.shape[1] - 1; t >= 0; t--)
            {
                product = product.mm((derivatives[n, t].unsqueeze(1) * weight).Add_(eye(weight.shape[0], dtype: float64)));
                logs.Add(linalg.slogdet(product).Item2.item<double>() / Math.Log(10));
            }
        }

        return [.. logs];
    }
}
