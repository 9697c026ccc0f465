using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Says what the points found are, and puts the result together.</summary>
internal sealed class PointReport(
    IDenseMap map, PreActivationMap weights, Settling settling, PointSearch search, SampleEnding[] endings, int[] labels, FixedPointOptions options,
    CancellationToken cancellation)
{
    private readonly int _neurons = (int)weights.Weight.shape[0];
    private double _work;

    public FixedPointsResult Result(int layer, int classes, Tensor initial)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor final = weights.Residual(settling.Z);
        List<Entry> entries = [.. Classified(classes)];
        int solved = entries.Count;
        int[] samplePoints = [.. search.At];
        AddOrbits(entries, samplePoints, final, classes);

        // Those with most samples first; what they came from keeps the order.
        int[] order = [.. Enumerable.Range(0, entries.Count).OrderByDescending(k => entries[k].Point.Settled).ThenByDescending(k => entries[k].Point.Found)];
        Entry[] sorted = [.. order.Select(k => entries[k])];
        samplePoints = [.. samplePoints.Select(point => Array.IndexOf(order, point))];
        double[] started = initial.cpu().contiguous().data<double>().ToArray();
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
            SampleClasses = labels,
            Endings = endings,
            SamplePoints = samplePoints,
            Speeds = settling.Speed,
            FurtherLayers = settling.Layers,
            EscapeTimes = EscapeTimes(samplePoints, sorted, final),
            LayersToLeave = map.Carry == 0 ? [.. labels.Select(_ => double.NaN)] : LayersToLeave(final),
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
        (Linearization flow, Linearization step) = map.Carry == 0
            ? (Linearization.Flow(map, y, y), Linearization.Map(map, y, y))
            : FixedPointStability.Linearize(weights.Weight, [.. search.Points.Select(point => point.Point)], [.. search.Points.Select(point => point.Pattern)]);
        using Linearization ofFlow = flow, ofMap = step;

        // Zero at an exact fixed point: f(W y + b) - y, or (W y)_i of the free neurons.
        Tensor error = map.Carry == 0 ? NewtonPointSolver.Field(weights, y) : y.mm(weights.Weight.t()) * ofFlow.Gain.gt(0);
        double[] certificates = error.abs().amax(1).cpu().data<double>().ToArray();
        double[] q = (map.Carry == 0 ? error : error * ofFlow.Gain).square().sum(1).mul(0.5).cpu().data<double>().ToArray();
        double[] norms = ofFlow.Norms();
        double threshold = map.Carry == 0 ? options.Saturation : 0;
        Tensor free = ofFlow.Gain.abs().gt(threshold);
        long[] unsaturated = free.sum(1).cpu().data<long>().ToArray(), atOne = y.gt(0.5).logical_and(free.logical_not()).sum(1).cpu().data<long>().ToArray();

        Entry[] entries = new Entry[count];
        foreach (int k in Enumerable.Range(0, count).OrderByDescending(k => search.At.Count(point => point == k)).ThenByDescending(k => search.Found[k]))
        {
            cancellation.ThrowIfCancellationRequested();
            FixedPointStability? stability = null;
            if (_work <= options.Work)
            {
                stability = FixedPointStability.Of(ofFlow, ofMap, k, norms[k], threshold);
                _work += 2 * Math.Pow(unsaturated[k], 3);
            }

            FoundPoint found = search.Points[k];
            bool origin = map.Carry != 0 && found.Point.All(value => value == 0);
            entries[k] = new(
                new()
                {
                    Kind = origin ? Origin() : stability?.Kind ?? FixedPointKind.NotClassified,
                    ByIntegration = origin,
                    UnstableDimension = stability?.UnstableDimension ?? 0,
                    StableAsMap = stability?.StableAsMap,
                    Q = q[k],
                    Certificate = certificates[k],
                    Iterations = found.Iterations,
                    Unsaturated = (int)unsaturated[k],
                    AtOne = (int)atOne[k],
                    SpectralAbscissa = stability?.Flow.Real[0] ?? double.NaN,
                    SpectralRadius = stability?.Map.SpectralRadius ?? double.NaN,
                    SettledByClass = [.. Enumerable.Range(0, classes).Select(c => search.At.Index().Count(pair => pair.Item == k && labels[pair.Index] == c))],
                    Found = search.Found[k],
                },
                found.Point, found.First, stability?.Flow);
        }

        return entries;
    }

    private FixedPointKind Origin()
    {
        (double approached, double left) = OriginStability.Directed(weights.Weight.cpu().data<double>().ToArray(), _neurons, seed: 1);
        return approached == 1 ? FixedPointKind.Attractor : left == 1 ? FixedPointKind.Repeller : approached > 0 && left > 0 ? FixedPointKind.Saddle : FixedPointKind.Degenerate;
    }

    // One entry for each orbit; two samples are on the same where the means over a period agree.
    private void AddOrbits(List<Entry> entries, int[] samplePoints, Tensor final, int classes)
    {
        List<(int Entry, int Period, Tensor Mean)> orbits = [];
        foreach (int i in Enumerable.Range(0, labels.Length).Where(i => endings[i] == SampleEnding.Periodic))
        {
            (Tensor mean, double q) = OrbitMean(i, settling.Period[i]);
            int known = orbits.FindIndex(orbit => orbit.Period == settling.Period[i] && (orbit.Mean - mean).abs().max().item<double>() <= options.Near);
            if (known < 0)
            {
                known = orbits.Count;
                orbits.Add((entries.Count, settling.Period[i], mean));
                double[] y = final[i].cpu().data<double>().ToArray();
                entries.Add(new(
                    new()
                    {
                        Kind = FixedPointKind.PeriodicOrbit,
                        Period = settling.Period[i],
                        Q = q,
                        Certificate = settling.Speed[i],
                        Iterations = settling.Layers[i],
                        Unsaturated = y.Count(value => value * (1 - value) > options.Saturation),
                        AtOne = y.Count(value => value > 0.5 && value * (1 - value) <= options.Saturation),
                        SettledByClass = new int[classes],
                        Found = 0,
                    },
                    y, i, null));
            }

            int entry = orbits[known].Entry;
            samplePoints[i] = entry;
            FixedPoint orbitPoint = entries[entry].Point;
            orbitPoint.SettledByClass[labels[i]]++;
            entries[entry] = entries[entry] with { Point = orbitPoint with { Found = orbitPoint.Found + 1 } };
        }
    }

    // The mean of y over one period of sample i, and q where it stands.
    private (Tensor Mean, double Q) OrbitMean(int i, int period)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = settling.Z[i].unsqueeze(0), y = weights.Residual(z), sum = zeros_like(y);
        Tensor field = map.Carry == 0 ? NewtonPointSolver.Field(weights, y) : map.Derivative(z, y) * y.mm(weights.Weight.t());
        double q = 0.5 * field.square().sum().item<double>();
        for (int p = 0; p < period; p++)
        {
            y = weights.Residual(z);
            sum.add_(y);
            z = weights.Next(z, y);
        }

        return ((sum / period).MoveToOuterDisposeScope(), q);
    }

    private double[] EscapeTimes(int[] samplePoints, Entry[] entries, Tensor final)
    {
        double[] times = [.. samplePoints.Select(point => point < 0 ? double.NaN : Time(entries[point].Point.SpectralAbscissa))];
        int[] slow = [.. Enumerable.Range(0, labels.Length).Where(i => endings[i] == SampleEnding.Slow)];
        if (slow.Length > 0)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = tensor(slow.Select(i => (long)i).ToArray(), device: final.device);
            using Linearization flow = Linearization.Flow(map, final.index_select(0, rows), settling.Z.index_select(0, rows));
            for (int k = 0; k < slow.Length && _work <= options.Work; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                ReducedEigenvalues eigenvalues = ReducedEigenvalues.Of(flow, k, options.Saturation);
                times[slow[k]] = Time(eigenvalues.Real[0]);
                _work += Math.Pow(eigenvalues.Unsaturated, 3);
            }
        }

        return times;

        static double Time(double abscissa) => abscissa > 0 ? 1 / abscissa : double.NaN;
    }

    private double[] LayersToLeave(Tensor final)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor drive = final.mm(weights.Weight.t()), z = settling.Z;
        Tensor away = (z * drive).lt(0).logical_and((z.sigmoid() * z.neg().sigmoid()).le(options.Saturation));
        Tensor layers = where(away, z.abs() / drive.abs(), full_like(z, double.PositiveInfinity)).amin(1);
        return [.. layers.cpu().data<double>().ToArray().Select(value => double.IsFinite(value) ? value : double.NaN)];
    }

    private sealed record Entry(FixedPoint Point, double[] Coordinates, int First, ReducedEigenvalues? Eigenvalues);
}
