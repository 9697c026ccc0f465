using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// How a change of the residual of layer s reaches the logits: S(s) = ∂logits/∂y(s) = K J(T) … J(s+1) with
/// J(t) = a I + M(t), M(t) = diag(f'(z(t))) W_t.
/// </summary>
/// <remarks>
/// Source: paper, appendix A, eq. 9 and 10. log |det M'(s)| is a running sum of the layers' log |det J(t)|, so no product of
/// N × N matrices is formed, and nothing overflows. All linear algebra is in float64, along the network's own trajectories.
/// A determinant is the product of all N singular values: it says how volume grows, not how any one perturbation does; the
/// gains beside it do, for small ones.
/// </remarks>
public static class Sensitivity
{
    private const int Chunk = 200, AtOnce = 16;

    /// <summary>Measures it.</summary>
    /// <param name="map">The network.</param>
    /// <param name="classifier">K, [C,N].</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, in [0,1]; null for nobody.</param>
    /// <param name="cancellation">Ends it between determinants.</param>
    /// <exception cref="ArgumentException">There are no samples, a state is not finite, or K and the states do not fit.</exception>
    public static SensitivityResult Run(
        IDenseMap map, Tensor classifier, Tensor x0, SensitivityOptions options, Action<double>? progress = null, CancellationToken cancellation = default) =>
        Run(map, classifier, x0, options, null, progress, cancellation);

    /// <summary>The same; S(s) of each chunk of samples is shown on the way, as (first sample, s, S(s) [C,B',N], their Jacobians).</summary>
    internal static SensitivityResult Run(
        IDenseMap map, Tensor classifier, Tensor x0, SensitivityOptions options, Action<int, int, Tensor, LayerJacobians>? show, Action<double>? progress, CancellationToken cancellation)
    {
        if (classifier.dim() != 2 || x0.dim() != 2 || classifier.shape[1] != x0.shape[1])
        {
            throw new ArgumentException($"K is [{string.Join(",", classifier.shape)}] and the states [{string.Join(",", x0.shape)}]; both want as many columns as there are neurons.", nameof(classifier));
        }

        using IDisposable noGradient = no_grad();
        int samples = (int)x0.shape[0], depth = map.Depth;
        SensitivityTally tally = new(samples, depth, (int)classifier.shape[0]);
        double error = double.NaN;
        for (int start = 0; start < samples || start == 0; start += Chunk)
        {
            using Tensor chunk = x0.narrow(0, start, Math.Min(Chunk, samples - start));
            using LayerJacobians jacobians = LayerJacobians.Along(map, chunk, cancellation);
            int first = start;
            LogitRows.Backward(jacobians, classifier, See, cancellation);
            using LayerDeterminants determinants = new(jacobians, options.Saturation);
            foreach (int[] some in Enumerable.Range(0, jacobians.Samples).Chunk(AtOnce))
            {
                (double Log10, int Unsaturated)[] found = new (double, int)[some.Length * depth];
                OneThreadEach.Run(found.Length, i => found[i] = determinants.Of(some[i / depth], (i % depth) + 1), cancellation);
                foreach ((int n, int i) in some.Select((n, i) => (n, i)))
                {
                    for (int t = depth; t >= 1; t--)
                    {
                        tally.AddDeterminant(start + n, t, found[(i * depth) + t - 1]);
                    }
                }

                progress?.Invoke(0.9 * (start + some[^1] + 1) / samples);
            }

            error = start == 0 ? ReductionError(tally, determinants, depth) : error;

            void See(int s, Tensor rows)
            {
                tally.AddGains(first, s, rows, jacobians);
                show?.Invoke(first, s, rows, jacobians);
            }
        }

        (int singularSamples, double[][] values, double valueError) = ProductSingularValues(map, x0, options, cancellation);
        progress?.Invoke(1);
        return tally.Result(map.Carry, (int)x0.shape[1], options.Saturation) with
        {
            ReductionError = error,
            SingularSamples = singularSamples,
            ProductSingularValues = values,
            SingularValueError = valueError,
        };
    }

    private static double ReductionError(SensitivityTally tally, LayerDeterminants determinants, int depth)
    {
        double dense = 0, largest = 0;
        for (int t = depth; t >= 1; t--)
        {
            dense += determinants.Dense(0, t);
            double reduced = tally.Log10Determinant(0, t - 1);
            largest = Math.Max(largest, dense.Equals(reduced) ? 0 : Math.Abs(dense - reduced)); // both may be -∞
        }

        return largest;
    }

    // All s and samples at once, as rows [s,B,N] with s = 0..T-1: layer t acts on those with s < t. M'(T) is the identity.
    private static (int Samples, double[][] Values, double Error) ProductSingularValues(
        IDenseMap map, Tensor x0, SensitivityOptions options, CancellationToken cancellation)
    {
        int all = (int)x0.shape[0], n = (int)x0.shape[1], samples = Math.Min(options.SingularSamples, all), depth = map.Depth;
        if (samples == 0)
        {
            return (0, [], 0);
        }

        int count = Math.Min(options.SingularValues, n), steps = Math.Min(Math.Max(options.Steps, count), n);
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(Seeds.Derive(options.Seed, "singular values") >> 1, x0.device);
        Tensor chosen = tensor(Enumerable.Range(0, samples).Select(i => (long)i * all / samples).ToArray(), device: x0.device);
        using LayerJacobians jacobians = LayerJacobians.Along(map, x0.index_select(0, chosen), cancellation);
        (Tensor values, Tensor errors, _) = LargestSingularValues.Find(
            rows => Through(rows, Enumerable.Range(1, depth), jacobians.Push),
            rows => Through(rows, Enumerable.Range(1, depth).Reverse(), jacobians.Pull),
            depth * samples, n, count, steps, generator);
        double[] means = values.view(depth, samples, count).mean([1]).cpu().data<double>().ToArray();
        Tensor relative = errors / values.ClampMin(double.Epsilon);
        double[][] bySource = [.. Enumerable.Range(0, depth).Select(s => means[(s * count)..((s + 1) * count)]), [.. Enumerable.Repeat(1.0, count)]];
        return (samples, bySource, relative.max().item<double>());

        Tensor Through(Tensor rows, IEnumerable<int> layers, Func<int, Tensor, Tensor> apply)
        {
            Tensor product = rows.view(depth, samples, n).clone();
            foreach (int t in layers)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope inner = NewDisposeScope();
                Tensor active = product.narrow(0, 0, t);
                active.copy_(apply(t, active));
            }

            return product.view(depth * samples, n);
        }
    }
}
