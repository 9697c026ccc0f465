using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Eigenvalues of the Jacobians of y → y, as flow and as map, at states of a deep layer: at single samples, and at the mean of each
/// class, which the paper takes.
/// </summary>
/// <remarks>
/// Source: paper, section 6, claim C6. Rows of saturated neurons are taken as diagonal (<see cref="ReducedEigenvalues"/>). The mean of
/// y is taken without rounding: ȳ/(1-ȳ) = Σ f(z) / Σ f(-z) over samples, summed as logarithms. At a point that is not fixed the
/// eigenvalues depend on the coordinates and are no verdict on stability.
/// </remarks>
public static class JacobianEigenvalues
{
    /// <summary>Computes them.</summary>
    /// <param name="map">A residual network with the logistic activation or a perceptron, with shared weights.</param>
    /// <param name="layer">t.</param>
    /// <param name="y">y(t), [B,N].</param>
    /// <param name="z">z(t), [B,N].</param>
    /// <param name="previous">y(t-1), [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">Thresholds, and how many samples.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between points.</param>
    /// <exception cref="ArgumentException">The network has no such Jacobians, there are no samples, or a value is not finite.</exception>
    public static JacobianEigenvaluesResult Find(
        IDenseMap map, int layer, Tensor y, Tensor z, Tensor previous, IReadOnlyList<int> classes, JacobianEigenvaluesOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        if (classes.Count == 0)
        {
            throw new ArgumentException("There are no samples whose Jacobian to take.", nameof(classes));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int neurons = (int)y.shape[1];
        int[] present = [.. classes.Distinct().Order()];
        long[][] rows = [.. present.Select(c => Enumerable.Range(0, classes.Count).Where(i => classes[i] == c).Select(i => (long)i).ToArray())];
        EigenvalueTable all = new();

        (y, z, previous) = (y.to(float64), z.to(float64), previous.to(float64));
        Tensor Rows(Tensor signal, int c) => signal.index_select(0, tensor(rows[c], device: signal.device));
        Tensor[] means = [.. present.Select((_, c) => Rows(y, c).mean([0]))], before = [.. present.Select((_, c) => Rows(previous, c).mean([0]))];
        Tensor[] drives = [.. present.Select((_, c) => MeanDrive(Rows(z, c)))];
        double[] speeds = [.. means.Select((mean, c) => (mean - before[c]).abs().max().item<double>())];

        using Linearization flow = Linearization.Flow(map, stack(means), stack(drives)), step = Linearization.Map(map, stack(means), stack(drives));
        double[] norms = flow.Norms();
        List<ReducedEigenvalues> chosen = [];
        List<PointEigenvalues> ofMeans = [];
        for (int c = 0; c < present.Length; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            chosen.Add(ReducedEigenvalues.Of(flow, c, options.Saturation, conditioned: true));
            ofMeans.Add(all.Add(present[c], rows[c].Length, speeds[c], norms[c], chosen[c], OfMap(map, chosen[c], step, c, options.Saturation)));
            progress?.Invoke(0.3 * (c + 1) / present.Length);
        }

        ThresholdEigenvalues[] thresholds = AtThresholds(flow, norms, [.. chosen], options, cancellation);
        progress?.Invoke(0.5);
        DenseComparison comparison = Compare(flow, chosen[0], norms[0], present[0]);
        progress?.Invoke(0.6);

        List<PointEigenvalues> ofSamples = [];
        double work = 0;
        for (int i = 0; i < options.SamplesPerClass && (i == 0 || work < options.Work); i++)
        {
            int[] having = [.. Enumerable.Range(0, present.Length).Where(c => i < rows[c].Length)];
            if (having.Length == 0)
            {
                break;
            }

            using DisposeScope round = NewDisposeScope();
            Tensor chosenRows = tensor(having.Select(c => rows[c][i]).ToArray(), device: y.device);
            Tensor states = y.index_select(0, chosenRows), drive = z.index_select(0, chosenRows);
            double[] speed = (states - previous.index_select(0, chosenRows)).abs().amax(1).cpu().data<double>().ToArray();
            using Linearization sampleFlow = Linearization.Flow(map, states, drive), sampleStep = Linearization.Map(map, states, drive);
            double[] sampleNorms = sampleFlow.Norms();
            for (int k = 0; k < having.Length; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                ReducedEigenvalues ofFlow = ReducedEigenvalues.Of(sampleFlow, k, options.Saturation), ofMap = OfMap(map, ofFlow, sampleStep, k, options.Saturation);
                ofSamples.Add(all.Add(present[having[k]], 1, speed[k], sampleNorms[k], ofFlow, ofMap));
                work += Math.Pow(ofFlow.Unsaturated, 3) * (map.Carry == 0 ? 1 : 2);
            }

            progress?.Invoke(0.6 + 0.4 * Math.Max((i + 1.0) / options.SamplesPerClass, Math.Min(1, work / options.Work)));
        }

        return new()
        {
            Layer = layer,
            Neurons = neurons,
            Saturation = options.Saturation,
            Residual = map.Carry != 0,
            ClassMeans = [.. ofMeans],
            Samples = [.. ofSamples],
            SamplesAsked = rows.Sum(members => Math.Min(members.Length, options.SamplesPerClass)),
            Thresholds = thresholds,
            Comparison = comparison,
            FlowReal = all.FlowReal,
            FlowImaginary = all.FlowImaginary,
            MapReal = all.MapReal,
            MapImaginary = all.MapImaginary,
        };
    }

    // A perceptron's map has the eigenvalues of its flow plus 1.
    private static ReducedEigenvalues OfMap(IDenseMap map, ReducedEigenvalues ofFlow, Linearization step, int point, double saturation) =>
        map.Carry == 0 ? ofFlow.Shifted(1) : ReducedEigenvalues.Of(step, point, saturation);

    private static ThresholdEigenvalues[] AtThresholds(
        Linearization flow, double[] norms, ReducedEigenvalues[] chosen, JacobianEigenvaluesOptions options, CancellationToken cancellation)
    {
        List<ThresholdEigenvalues> all = [];
        List<ReducedEigenvalues>[] done = [.. chosen.Select(one => new List<ReducedEigenvalues> { one })];
        foreach (double threshold in options.Thresholds.Append(options.Saturation).Distinct().Order())
        {
            cancellation.ThrowIfCancellationRequested();
            for (int c = 0; c < chosen.Length; c++)
            {
                // Under a threshold that leaves the same neurons free nothing changes.
                int free = ReducedEigenvalues.CountUnsaturated(flow, c, threshold), known = done[c].FindIndex(one => one.Unsaturated == free);
                done[c].Add(known >= 0 ? done[c][known] : ReducedEigenvalues.Of(flow, c, threshold));
            }

            all.Add(EigenvalueTable.AtThreshold(threshold, norms, [.. done.Select(ofClass => ofClass[^1])]));
        }

        return [.. all];
    }

    private static DenseComparison Compare(Linearization flow, ReducedEigenvalues reduced, double norm, int label)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dense = linalg.eigvals(flow.Dense(0)).cpu();
        double[] real = dense.real.contiguous().data<double>().ToArray(), imaginary = dense.imag.contiguous().data<double>().ToArray();
        return new()
        {
            Class = label,
            LargestDifference = EigenvalueTable.Relative(EigenvalueDistance.Largest(reduced.Real, reduced.Imaginary, real, imaginary), norm),
            Positive = real.Count(value => value > EigenvalueTable.Rounding * norm),
            SpectralAbscissa = real.Max(),
        };
    }

    // z with f(z) = the mean of f over samples, for the logistic f; [N] from [B,N].
    private static Tensor MeanDrive(Tensor z) => LogLogistic(z).logsumexp(0) - LogLogistic(z.neg()).logsumexp(0);

    private static Tensor LogLogistic(Tensor z) => z.clamp_max(0) - z.abs().neg().exp().log1p();
}
