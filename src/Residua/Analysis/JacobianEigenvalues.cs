using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Eigenvalues of the Jacobians of y → y, as flow and as map, at states of a deep layer: at single samples, and at the mean of each
/// class, which the paper takes. Where y has no map of its own (<see cref="IsOfState"/>), of x → x.
/// </summary>
/// <remarks>
/// Source: paper, section 6, claim C6. Rows of saturated neurons are taken as diagonal (<see cref="ReducedEigenvalues"/>). The mean of
/// y is taken without rounding: ȳ/(1-ȳ) = Σ f(z) / Σ f(-z) over samples, summed as logarithms. At a point that is not fixed the
/// eigenvalues depend on the coordinates and are no verdict on stability.
/// </remarks>
public static class JacobianEigenvalues
{
    /// <summary>
    /// Whether the Jacobians are those of x(t-1) → x(t), a I + diag(f'(z(t))) W_t, since y alone does not tell the next y: with a matrix for
    /// each layer, and in a residual network that is not logistic.
    /// </summary>
    public static bool IsOfState(IDenseMap map) => Linearization.Refusal(map) is not null;

    /// <summary>Computes them.</summary>
    /// <param name="map">Any network; of y where it is residual with the logistic activation, or a perceptron, with shared weights.</param>
    /// <param name="layer">t.</param>
    /// <param name="y">y(t), [B,N].</param>
    /// <param name="z">z(t), [B,N].</param>
    /// <param name="previous">y(t-1), [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">Thresholds, and how many samples.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between points.</param>
    /// <exception cref="ArgumentException">There are no samples, or a value is not finite.</exception>
    public static JacobianEigenvaluesResult Find(
        IDenseMap map, int layer, Tensor y, Tensor z, Tensor previous, IReadOnlyList<int> classes, JacobianEigenvaluesOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ClassRows.Require(y, classes);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int neurons = (int)y.shape[1];
        bool ofState = IsOfState(map);
        int[] present = [.. classes.Distinct().Order()];
        long[][] rows = [.. present.Select(c => ClassRows.Of(classes, c))];
        EigenvalueTable all = new();
        double work = 0;

        (y, z, previous) = (y.to(float64), z.to(float64), previous.to(float64));
        Tensor Rows(Tensor signal, int c) => signal.index_select(0, tensor(rows[c], device: signal.device));
        Tensor[] means = [.. present.Select((_, c) => Rows(y, c).mean([0]))], before = [.. present.Select((_, c) => Rows(previous, c).mean([0]))];
        double[] speeds = [.. means.Select((mean, c) => (mean - before[c]).abs().max().item<double>())];

        // z of the mean: of x, in which z is linear, or of y.
        Tensor drives = ofState ? stack([.. present.Select((_, c) => Rows(z, c).mean([0]))])
            : map.Carry == 0 ? stack(means) : stack([.. present.Select((_, c) => LogisticMean.Of(Rows(z, c)))]);
        (Linearization flow, Linearization? step) = At(stack(means), drives);
        using Linearization ofFlow = flow;
        using Linearization? ofMap = step;
        double[] norms = flow.Norms();
        int[] every = [.. Enumerable.Range(0, present.Length)];
        ReducedEigenvalues[] chosen =
        [
            ReducedEigenvalues.Of(flow, 0, options.Saturation, conditioned: true),
            .. ReducedEigenvalues.Of(flow, every[1..], options.Saturation, cancellation: cancellation),
        ];
        progress?.Invoke(0.15);
        ReducedEigenvalues[] multipliers = Multipliers(chosen, step, every);
        PointEigenvalues[] ofMeans = [.. every.Select(c => all.Add(present[c], rows[c].Length, speeds[c], norms[c], chosen[c], multipliers[c]))];
        work += chosen.Sum(one => Cost(one.Unsaturated)) + (2 * Math.Pow(chosen[0].Unsaturated, 3)); // conditioning takes three times as long
        progress?.Invoke(0.3);

        ThresholdEigenvalues[] thresholds = AtThresholds(flow, norms, chosen, options, ref work, cancellation);
        progress?.Invoke(0.5);
        DenseComparison comparison = Compare(flow, chosen[0], norms[0], present[0]);
        progress?.Invoke(0.6);

        // A sample of each class, then the next of each.
        (int Class, long Row)[] order =
        [
            .. Enumerable.Range(0, options.SamplesPerClass)
                .TakeWhile(i => rows.Any(members => i < members.Length))
                .SelectMany(i => Enumerable.Range(0, present.Length).Where(c => i < rows[c].Length).Select(c => (c, rows[c][i]))),
        ];
        PointEigenvalues[] ofSamples = order.Length == 0 ? [] : Samples();

        PointEigenvalues[] Samples()
        {
            Tensor chosenRows = tensor(order.Select(one => one.Row).ToArray(), device: y.device), states = y.index_select(0, chosenRows);
            double[] speed = (states - previous.index_select(0, chosenRows)).abs().amax(1).cpu().data<double>().ToArray();
            (Linearization flows, Linearization? steps) = At(states, z.index_select(0, chosenRows));
            using Linearization ownedFlows = flows;
            using Linearization? ownedSteps = steps;
            double[] sampleNorms = flows.Norms();
            int[] done = [.. WithinWork(ReducedEigenvalues.CountUnsaturated(flows, options.Saturation))];
            double passes = steps is null ? 1 : 2;
            void Told(int pass, int count) => progress?.Invoke(0.6 + (0.4 * (pass + (count / (double)done.Length)) / passes));
            ReducedEigenvalues[] eigenvalues = ReducedEigenvalues.Of(flows, done, options.Saturation, false, count => Told(0, count), cancellation);
            ReducedEigenvalues[] ofSteps = Multipliers(eigenvalues, steps, done, count => Told(1, count));
            return [.. done.Select(k => all.Add(present[order[k].Class], 1, speed[k], sampleNorms[k], eigenvalues[k], ofSteps[k]))];
        }

        // One of each class, and the next as long as there is work left.
        IEnumerable<int> WithinWork(int[] unsaturated)
        {
            for (int k = 0; k < order.Length && (k < present.Length || work < options.Work); k++)
            {
                work += Cost(unsaturated[k]);
                yield return k;
            }
        }

        // The map has the flow's eigenvalues plus 1, but in y of a residual network, where it needs its own.
        (Linearization Flow, Linearization? Map) At(Tensor states, Tensor drive) => ofState
            ? (Linearization.StateFlow(map, layer, drive), null)
            : (Linearization.Flow(map, states, drive), map.Carry == 0 ? null : Linearization.Map(map, states, drive));

        ReducedEigenvalues[] Multipliers(ReducedEigenvalues[] eigenvalues, Linearization? own, int[] points, Action<int>? done = null) => own is null
            ? [.. eigenvalues.Select(one => one.Shifted(1))]
            : ReducedEigenvalues.Of(own, points, options.Saturation, false, done, cancellation);

        double Cost(int unsaturated) => Math.Pow(unsaturated, 3) * (step is null ? 1 : 2);

        return new()
        {
            Layer = layer,
            Neurons = neurons,
            Saturation = options.Saturation,
            Residual = map.Carry != 0,
            OfState = ofState,
            ClassMeans = ofMeans,
            Samples = ofSamples,
            SamplesAsked = rows.Sum(members => Math.Min(members.Length, options.SamplesPerClass)),
            Thresholds = thresholds,
            Comparison = comparison,
            FlowReal = all.FlowReal,
            FlowImaginary = all.FlowImaginary,
            MapReal = all.MapReal,
            MapImaginary = all.MapImaginary,
        };
    }

    // The largest thresholds, with the smallest blocks, first; those that would take too long are left out.
    private static ThresholdEigenvalues[] AtThresholds(
        Linearization flow, double[] norms, ReducedEigenvalues[] chosen, JacobianEigenvaluesOptions options, ref double work, CancellationToken cancellation)
    {
        List<ThresholdEigenvalues> all = [];
        List<ReducedEigenvalues>[] known = [.. chosen.Select(one => new List<ReducedEigenvalues> { one })];
        foreach (double threshold in options.Thresholds.Append(options.Saturation).Distinct().OrderDescending())
        {
            // Under a threshold that leaves the same neurons free nothing changes.
            int[] free = ReducedEigenvalues.CountUnsaturated(flow, threshold), missing = [.. Enumerable.Range(0, free.Length).Where(c => Known(c) is null)];
            double needed = missing.Sum(c => Math.Pow(free[c], 3));
            if (needed > 0 && work + needed > options.Work)
            {
                continue;
            }

            work += needed;
            ReducedEigenvalues[] found = ReducedEigenvalues.Of(flow, missing, threshold, cancellation: cancellation);
            foreach ((int c, ReducedEigenvalues eigenvalues) in missing.Zip(found))
            {
                known[c].Add(eigenvalues);
            }

            all.Insert(0, EigenvalueTable.AtThreshold(threshold, norms, [.. free.Select((_, c) => Known(c)!)]));

            ReducedEigenvalues? Known(int c) => known[c].Find(one => one.Unsaturated == free[c]);
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
}
