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
    private readonly float[] _mean, _deviation, _classMean, _classDeviation;
    private readonly double[] _nearZero, _nearOne, _change;

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
        _mean = new float[_layers.Length * _neurons];
        _deviation = new float[_layers.Length * _neurons];
        _classMean = new float[_layers.Length * _classes * _neurons];
        _classDeviation = new float[_layers.Length * _classes * _neurons];
        Array.Fill(_classMean, float.NaN);
        Array.Fill(_classDeviation, float.NaN);
        _nearZero = new double[_layers.Length];
        _nearOne = new double[_layers.Length];
        _change = new double[_layers.Length];
        foreach (double[] series in new[] { _nearZero, _nearOne, _change })
        {
            Array.Fill(series, double.NaN);
        }
    }

    /// <summary>Takes the statistics of y(t) [B',N], whose rows stand for the samples <paramref name="running"/>.</summary>
    public void Add(int layer, Tensor residual, Tensor? previousResidual, int[] running)
    {
        if (!_positions.TryGetValue(layer, out int position))
        {
            return;
        }

        _running[position] = running.Length;
        MeanAndDeviation(residual, _mean, _deviation, position * _neurons);
        using (Tensor low = residual.lt(_record.NearZero))
        using (Tensor high = residual.gt(_record.NearOne))
        {
            _nearZero[position] = Share(low);
            _nearOne[position] = Share(high);
        }

        if (previousResidual is not null)
        {
            using Tensor change = residual - previousResidual;
            using Tensor mean = change.abs_().mean();
            using Tensor wide = mean.to(float64);
            _change[position] = wide.item<double>();
        }

        for (int c = 0; c < _classes; c++)
        {
            long[] members = [.. Enumerable.Range(0, running.Length).Where(row => _record.Classes![running[row]] == c).Select(row => (long)row)];
            if (members.Length > 0)
            {
                using Tensor rows = tensor(members, device: residual.device);
                using Tensor own = residual.index_select(0, rows);
                MeanAndDeviation(own, _classMean, _classDeviation, (position * _classes + c) * _neurons);
            }
        }
    }

    public ResidualStatistics Result() => new()
    {
        Layers = _layers,
        Neurons = _neurons,
        Classes = _classes,
        Running = _running,
        Mean = _mean,
        StandardDeviation = _deviation,
        ClassMean = _classMean,
        ClassStandardDeviation = _classDeviation,
        ShareNearZero = _nearZero,
        ShareNearOne = _nearOne,
        MeanAbsoluteChange = _change,
    };

    private static double Share(Tensor flags)
    {
        using Tensor numbers = flags.to(float64);
        using Tensor mean = numbers.mean();
        return mean.item<double>();
    }

    private static void MeanAndDeviation(Tensor rows, float[] mean, float[] deviation, int offset)
    {
        // Two passes: a deviation of 1e-4 about a mean near 1 would drown in the difference of squares.
        using Tensor center = rows.mean([0]);                  // [N]
        using Tensor apart = rows - center;                    // [B',N]
        using Tensor spread = apart.pow_(2).mean([0]).sqrt_(); // [N]
        using Tensor centerCpu = center.to(float32, CPU, copy: true);
        using Tensor spreadCpu = spread.to(float32, CPU, copy: true);
        centerCpu.data<float>().ToArray().CopyTo(mean, offset);
        spreadCpu.data<float>().ToArray().CopyTo(deviation, offset);
    }
}
