using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Says what the points found are, and puts the result together.</summary>
internal sealed class PointReport(
    IDenseMap map, PreActivationMap weights, Settling settling, PointSearch search, StartStates starts, SampleEnding[] endings, FixedPointOptions options,
    CancellationToken cancellation)
{
    private readonly int _neurons = (int)weights.Weight.shape[0];
    private readonly int[] _labels = starts.Labels;
    private double _work;

    public FixedPointsResult Result(int layer, int classes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor final = weights.Residual(settling.Z);
        List<Entry> entries = [.. Classified(classes)];
        int solved = entries.Count;
        int[] at = [.. search.At], of = [.. search.Of];
        AddOrbits(entries, at, of, final, classes);

        // Those with most samples first; what they came from keeps the order.
        int[] order = [.. Enumerable.Range(0, entries.Count)
            .OrderByDescending(k => entries[k].Point.Settled).ThenByDescending(k => entries[k].Point.Found).ThenByDescending(k => entries[k].Point.FoundFromMeans)];
        Entry[] sorted = [.. order.Select(k => entries[k])];
        (at, of) = ([.. at.Select(point => Array.IndexOf(order, point))], [.. of.Select(point => Array.IndexOf(order, point))]);
        double[] started = weights.Residual(starts.Z).cpu().contiguous().data<double>().ToArray();
        double[] escape = EscapeTimes(at, sorted, final), leave = map.Carry == 0 ? [.. _labels.Select(_ => double.NaN)] : LayersToLeave(final);
        int samples = starts.Samples;
        return new()
        {
            Layer = layer,
            Neurons = _neurons,
            Classes = classes,
            Residual = map.Carry != 0,
            Options = options,
            Points = [.. sorted.Select(entry => entry.Point)],
            Decomposed = entries.Take(solved).Count(entry => entry.Eigenvalues is not null),
            NotConverged = search.NotConverged,
            SampleClasses = _labels[..samples],
            Endings = endings[..samples],
            SamplePoints = at[..samples],
            Speeds = settling.Speed[..samples],
            FurtherLayers = settling.Layers[..samples],
            EscapeTimes = escape[..samples],
            LayersToLeave = leave[..samples],
            ClassMeans = [.. Enumerable.Range(samples, starts.Means).Select(i => new ClassMeanEnding(
                _labels[i], starts.Averaged[i - samples], endings[i], of[i], at[i], settling.Speed[i], settling.Layers[i], escape[i], leave[i]))],
            Initial = [.. sorted.SelectMany(entry => started[(entry.First * _neurons)..((entry.First + 1) * _neurons)])],
            Coordinates = [.. sorted.SelectMany(entry => entry.Coordinates)],
            EigenvaluesReal = [.. sorted.SelectMany(entry => entry.Eigenvalues?.Real ?? NotComputed())],
            EigenvaluesImaginary = [.. sorted.SelectMany(entry => entry.Eigenvalues?.Imaginary ?? NotComputed())],
        };
    }

    private IEnumerable<double> NotComputed() => Enumerable.Repeat(double.NaN, _neurons);

    private Entry[] Classified(int classes)
    {
        int count = search.Points.Count;
        if (count == 0)
        {
            return [];
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor y = tensor(search.Points.SelectMany(point => point.Point).ToArray(), device: weights.Weight.device).reshape(count, _neurons);
        using Linearization flow = map.Carry == 0
            ? Linearization.Flow(map, y, y)
            : FixedPointStability.Linearize(weights.Weight, [.. search.Points.Select(point => point.Point)], [.. search.Points.Select(point => point.Pattern)]);

        // Zero at an exact fixed point: f(W y + b) - y, or (W y)_i of the free neurons.
        Tensor error = map.Carry == 0 ? NewtonPointSolver.Field(weights, y) : y.mm(weights.Weight.t()) * flow.Gain.Gt(0);
        double[] certificates = error.abs().amax(1).cpu().data<double>().ToArray();
        double[] q = (map.Carry == 0 ? error : error * flow.Gain).Square().sum(1).Mul(0.5).cpu().data<double>().ToArray();
        double[] norms = flow.Norms();
        double threshold = map.Carry == 0 ? options.Saturation : 0;
        Tensor free = flow.Gain.abs().Gt(threshold);
        long[] unsaturated = free.sum(1).cpu().data<long>().ToArray(), atOne = y.Gt(0.5).logical_and(free.logical_not()).sum(1).cpu().data<long>().ToArray();

        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(k => Count(search.At, k, samples: true)).ThenByDescending(k => Count(search.Of, k, samples: true))];
        int[] decomposed = [.. WithinWork(order, k => unsaturated[k])];
        Dictionary<int, ReducedEigenvalues> eigenvalues = decomposed.Zip(ReducedEigenvalues.Of(flow, decomposed, threshold, cancellation: cancellation)).ToDictionary();
        Entry[] entries = new Entry[count];
        foreach (int k in order)
        {
            FixedPointStability? stability = eigenvalues.TryGetValue(k, out ReducedEigenvalues? ofFlow) ? FixedPointStability.Of(ofFlow, map.Carry != 0, norms[k]) : null;
            FoundPoint found = search.Points[k];
            bool origin = map.Carry != 0 && found.Point.All(value => value == 0);
            entries[k] = new(
                new()
                {
                    Kind = origin ? Origin() : stability?.Kind ?? FixedPointKind.NotClassified,
                    ByIntegration = origin,
                    UnstableDimension = origin ? null : stability?.UnstableDimension,
                    StableAsMap = stability?.StableAsMap,
                    Q = q[k],
                    Certificate = certificates[k],
                    Iterations = found.Iterations,
                    Unsaturated = (int)unsaturated[k],
                    AtOne = (int)atOne[k],
                    SpectralAbscissa = stability?.Flow.Real[0] ?? double.NaN,
                    SpectralRadius = stability?.Map.SpectralRadius ?? double.NaN,
                    SettledByClass = [.. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, starts.Samples).Count(i => search.At[i] == k && _labels[i] == c))],
                    Found = Count(search.Of, k, samples: true),
                    FoundFromMeans = Count(search.Of, k, samples: false),
                },
                found.Point, found.First, stability?.Flow);
        }

        return entries;
    }

    // Those of the points, in their order, for whose decomposition there is work left.
    private IEnumerable<int> WithinWork(IEnumerable<int> points, Func<int, double> unsaturated)
    {
        foreach (int k in points.TakeWhile(_ => _work <= options.Work))
        {
            _work += Math.Pow(unsaturated(k), 3);
            yield return k;
        }
    }

    // Samples, or class means, of which an array holds a point.
    private int Count(int[] points, int point, bool samples) => (samples ? points.Take(starts.Samples) : points.Skip(starts.Samples)).Count(one => one == point);

    private FixedPointKind Origin()
    {
        (double approached, double left) = OriginStability.Directed(weights.Weight, seed: 1, cancellation);
        return approached == 1 ? FixedPointKind.Attractor : left == 1 ? FixedPointKind.Repeller : approached > 0 && left > 0 ? FixedPointKind.Saddle : FixedPointKind.Degenerate;
    }

    // One entry for each orbit; two starts are on the same where the means over a period agree.
    private void AddOrbits(List<Entry> entries, int[] at, int[] of, Tensor final, int classes)
    {
        List<(int Entry, int Period, Tensor Mean)> orbits = [];
        foreach (int i in Enumerable.Range(0, _labels.Length).Where(i => endings[i] == SampleEnding.Periodic))
        {
            cancellation.ThrowIfCancellationRequested();
            (Tensor mean, double q) = OrbitMean(i, settling.Period[i]);
            int known = orbits.FindIndex(orbit => orbit.Period == settling.Period[i] && (orbit.Mean - mean).abs().max().item<double>() <= options.Near);
            if (known < 0)
            {
                known = orbits.Count;
                orbits.Add((entries.Count, settling.Period[i], mean));
                double[] y = final[i].cpu().data<double>().ToArray();
                bool[] free = [.. map.Derivative(settling.Z[i], final[i]).abs().Gt(options.Saturation).cpu().data<bool>()];
                entries.Add(new(
                    new()
                    {
                        Kind = FixedPointKind.PeriodicOrbit,
                        Period = settling.Period[i],
                        Q = q,
                        Certificate = settling.Speed[i],
                        Iterations = settling.Layers[i],
                        Unsaturated = free.Count(one => one),
                        AtOne = y.Zip(free).Count(pair => pair.First > 0.5 && !pair.Second),
                        SettledByClass = new int[classes],
                        Found = 0,
                    },
                    y, i, null));
            }

            int entry = orbits[known].Entry;
            (at[i], of[i]) = (entry, entry);
            FixedPoint orbit = entries[entry].Point;
            bool sample = i < starts.Samples;
            orbit.SettledByClass[_labels[i]] += sample ? 1 : 0;
            entries[entry] = entries[entry] with
            {
                Point = sample ? orbit with { Found = orbit.Found + 1 } : orbit with { FoundFromMeans = orbit.FoundFromMeans + 1 },
            };
        }
    }

    // The mean of y over one period of sample i, and q where it stands.
    private (Tensor Mean, double Q) OrbitMean(int i, int period)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = settling.Z[i].unsqueeze(0), y = weights.Residual(z), sum = zeros_like(y);
        Tensor field = map.Carry == 0 ? NewtonPointSolver.Field(weights, y) : map.Derivative(z, y) * y.mm(weights.Weight.t());
        double q = 0.5 * field.Square().sum().item<double>();
        for (int p = 0; p < period; p++)
        {
            y = weights.Residual(z);
            sum.Add_(y);
            z = weights.Next(z, y);
        }

        return (sum.Div(period).MoveToOuterDisposeScope(), q);
    }

    private double[] EscapeTimes(int[] at, Entry[] entries, Tensor final)
    {
        double[] times = [.. at.Select(point => point < 0 || entries[point].Point.UnstableDimension is null or 0 ? double.NaN : 1 / entries[point].Point.SpectralAbscissa)];
        int[] slow = [.. Enumerable.Range(0, _labels.Length).Where(i => endings[i] == SampleEnding.Slow)];
        if (slow.Length > 0)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = tensor(slow.Select(i => (long)i).ToArray(), device: final.device);
            using Linearization flow = Linearization.Flow(map, final.index_select(0, rows), settling.Z.index_select(0, rows));
            double[] norms = flow.Norms();
            int[] unsaturated = ReducedEigenvalues.CountUnsaturated(flow, options.Saturation);
            int[] decomposed = [.. WithinWork(Enumerable.Range(0, slow.Length), k => unsaturated[k])];
            foreach ((int k, ReducedEigenvalues eigenvalues) in decomposed.Zip(ReducedEigenvalues.Of(flow, decomposed, options.Saturation, cancellation: cancellation)))
            {
                times[slow[k]] = eigenvalues.Real[0] > EigenvalueTable.Rounding * norms[k] ? 1 / eigenvalues.Real[0] : double.NaN;
            }
        }

        return times;
    }

    private double[] LayersToLeave(Tensor final)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor drive = final.mm(weights.Weight.t()), z = settling.Z;
        Tensor away = (z * drive).Lt(0).logical_and(map.Derivative(z, final).abs().Le(options.Saturation));
        Tensor layers = where(away, z.abs() / drive.abs(), empty_like(z).Fill_(double.PositiveInfinity)).amin(1);
        return [.. layers.cpu().data<double>().ToArray().Select(value => double.IsFinite(value) ? value : double.NaN)];
    }

    private sealed record Entry(FixedPoint Point, double[] Coordinates, int First, ReducedEigenvalues? Eigenvalues);
}
