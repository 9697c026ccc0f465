using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>Takes <see cref="ResidualStatistics"/> layer by layer, so that no trajectory needs to be kept.</summary>
internal sealed class StatisticsRecorder
{
    private readonly Recording _record;
    private readonly Dictionary<int, int> _positions = [];
    private readonly int[] _layers;
    private readonly int _neurons;
    private readonly int _classes;
    private readonly int[] _running;
    private readonly MergedMoments _all, _byClass;
    private readonly long[] _nearZero, _nearOne;
    private readonly double[] _change;

    public StatisticsRecorder(Recording record, Tensor x0, int layers)
    {
        if (record.Classes is { } classes && (classes.Count != x0.shape[0] || classes.Any(c => c < 0)))
        {
            throw new ArgumentException(
                $"Recording.Classes must hold a class, 0 or more, for each of the {x0.shape[0]} samples; it has {classes.Count}.", nameof(record));
        }

        _record = record;
        _layers = [.. record.StatisticLayers.Resolve(layers)];
        for (int i = 0; i < _layers.Length; i++)
        {
            _positions[_layers[i]] = i;
        }

        _neurons = (int)x0.shape[1];
        _classes = record.Classes is { Count: > 0 } labels ? labels.Max() + 1 : 0;
        _running = new int[_layers.Length];
        _all = new(_layers.Length, _neurons);
        _byClass = new(_layers.Length * _classes, _neurons);
        _nearZero = new long[_layers.Length];
        _nearOne = new long[_layers.Length];
        _change = new double[_layers.Length];
    }

    /// <summary>Whether statistics of a layer are kept.</summary>
    public bool Keeps(int layer) => _positions.ContainsKey(layer);

    /// <summary>Takes the statistics of y(t) [B',N], whose rows stand for the samples <paramref name="running"/>.</summary>
    public void Add(int layer, Tensor residual, Tensor? previousResidual, int[] running)
    {
        if (!_positions.TryGetValue(layer, out int position))
        {
            return;
        }

        using Tensor low = residual.Lt(_record.NearZero), high = residual.Gt(_record.NearOne);
        using Tensor lows = low.sum(), highs = high.sum();
        double change = double.NaN;
        if (previousResidual is not null)
        {
            using Tensor apart = residual - previousResidual;
            using Tensor sum = apart.abs_().sum(float64);
            change = sum.item<double>();
        }

        AddTotals(layer, running.Length, lows.item<long>(), highs.item<long>(), change);
        (float[] mean, float[] squares) = Moments(residual);
        AddMoments(layer, sampleClass: null, running.Length, mean, squares);
        for (int c = 0; c < _classes; c++)
        {
            long[] members = [.. Enumerable.Range(0, running.Length).Where(row => _record.Classes![running[row]] == c).Select(row => (long)row)];
            if (members.Length > 0)
            {
                using Tensor rows = tensor(members, device: residual.device);
                using Tensor own = residual.index_select(0, rows);
                (mean, squares) = Moments(own);
                AddMoments(layer, c, members.Length, mean, squares);
            }
        }
    }

    /// <summary>Adds a part of the samples: how many, how many residuals near zero and near one, and Σ |y(t) - y(t-1)|, NaN at layer 1.</summary>
    public void AddTotals(int layer, int samples, long nearZero, long nearOne, double change)
    {
        int position = _positions[layer];
        _running[position] += samples;
        _nearZero[position] += nearZero;
        _nearOne[position] += nearOne;
        _change[position] += change;
    }

    /// <summary>Adds a part of the samples: mean of y and Σ (y - mean)² by neuron, over all classes or within one.</summary>
    public void AddMoments(int layer, int? sampleClass, int samples, ReadOnlySpan<float> mean, ReadOnlySpan<float> squares)
    {
        int position = _positions[layer];
        if (sampleClass is { } c)
        {
            _byClass.Add((position * _classes) + c, samples, mean, squares);
        }
        else
        {
            _all.Add(position, samples, mean, squares);
        }
    }

    public ResidualStatistics Result() => new()
    {
        Layers = _layers,
        Neurons = _neurons,
        Classes = _classes,
        Running = _running,
        Mean = _all.Mean(),
        StandardDeviation = _all.Deviation(),
        ClassMean = _byClass.Mean(),
        ClassStandardDeviation = _byClass.Deviation(),
        ShareNearZero = [.. _nearZero.Select((count, i) => count / ((double)_running[i] * _neurons))],
        ShareNearOne = [.. _nearOne.Select((count, i) => count / ((double)_running[i] * _neurons))],
        MeanAbsoluteChange = [.. _change.Select((sum, i) => _running[i] == 0 ? double.NaN : sum / ((double)_running[i] * _neurons))],
    };

    private static (float[] Mean, float[] Squares) Moments(Tensor rows)
    {
        // Two passes: a deviation of 1e-4 about a mean near 1 would drown in the difference of squares.
        using Tensor center = rows.mean([0]);                 // [N]
        using Tensor apart = rows - center;                   // [B',N]
        using Tensor squares = apart.Square_().sum([0]);        // [N]
        using Tensor centerCpu = center.to(float32, CPU, copy: true), squaresCpu = squares.to(float32, CPU, copy: true);
        return (centerCpu.data<float>().ToArray(), squaresCpu.data<float>().ToArray());
    }
}
