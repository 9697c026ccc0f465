using Residua.Kernels;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>Some samples of a <see cref="SparseRollout"/>: their x, y and z, and what was measured of them since it was last handed over.</summary>
internal sealed class SampleBlock : IDisposable
{
    private readonly int[] _samples;
    private readonly (int? Class, int First, int Count)[] _runs; // rows of one class
    private readonly Scratch _numbers;
    private readonly Matrix _x, _y, _z;
    private readonly SparseLayers _layers;
    private readonly List<(int Layer, long NearZero, long NearOne, double Change)> _totals = [];
    private readonly List<(int Layer, int? Class, int Count, float[] Mean, float[] Squares)> _moments = [];

    /// <summary>A block of the chosen samples of x(0), [B,N], in which samples of one class stand together.</summary>
    public unsafe SampleBlock(IDenseMap map, PanelView weights, Tensor? bias, Tensor x0, int[] samples, IReadOnlyList<int>? classes)
    {
        int neurons = (int)x0.shape[1];
        long size = (long)samples.Length * neurons;
        _samples = samples;
        _numbers = new(3 * size);
        _x = new(_numbers.Data, samples.Length, neurons, neurons, 1);
        _y = new(_numbers.Data + size, samples.Length, neurons, neurons, 1);
        _z = new(_numbers.Data + (2 * size), samples.Length, neurons, neurons, 1);
        Matrix all = Matrix.Of(x0);
        for (int row = 0; row < samples.Length; row++)
        {
            all.Row(samples[row]).CopyTo(_x.Row(row));
        }

        List<(int? Class, int First, int Count)> runs = [];
        for (int row = 0; row < samples.Length; row++)
        {
            int? own = classes?[samples[row]];
            if (runs.Count > 0 && runs[^1].Class == own)
            {
                runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
            }
            else
            {
                runs.Add((own, row, 1));
            }
        }

        _runs = [.. runs];
        _layers = new(weights, bias is null ? null : Matrix.Of(bias), (float)map.Carry, _x, _y, _z);
    }

    /// <summary>Runs layers, keeps signals at once and measures what statistics need.</summary>
    public void Run(int from, int to, SparseWorkspace work, SignalRecorder signals, StatisticsRecorder? statistics, Recording record, CancellationToken cancellation)
    {
        _layers.Use(work);
        for (int t = from; t <= to && !cancellation.IsCancellationRequested; t++)
        {
            bool isMeasured = statistics?.Keeps(t) == true;
            if (t == 1)
            {
                _layers.First();
            }
            else
            {
                _layers.Next(isMeasured);
            }

            signals.Add(t, _samples, _x, _y, _z);
            if (isMeasured)
            {
                Measure(t, record);
            }
        }
    }

    /// <summary>Adds what was measured to the statistics.</summary>
    public void HandOver(StatisticsRecorder? statistics)
    {
        foreach ((int layer, long nearZero, long nearOne, double change) in _totals)
        {
            statistics!.AddTotals(layer, _samples.Length, nearZero, nearOne, change);
        }

        foreach ((int layer, int? own, int count, float[] mean, float[] squares) in _moments)
        {
            statistics!.AddMoments(layer, null, count, mean, squares);
            if (own is not null)
            {
                statistics.AddMoments(layer, own, count, mean, squares);
            }
        }

        _totals.Clear();
        _moments.Clear();
    }

    /// <summary>Writes x(t) of its samples, [B,N].</summary>
    public void CopyState(Tensor target)
    {
        Matrix all = Matrix.Of(target);
        for (int row = 0; row < _samples.Length; row++)
        {
            _x.Row(row).CopyTo(all.Row(_samples[row]));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _numbers.Dispose();

    private void Measure(int layer, Recording record)
    {
        (long below, long above) = ColumnMoments.Count(_y, (float)record.NearZero, (float)record.NearOne);
        _totals.Add((layer, below, above, layer == 1 ? double.NaN : _layers.Change));
        foreach ((int? own, int first, int count) in _runs)
        {
            float[] mean = new float[_y.Columns], squares = new float[_y.Columns];
            ColumnMoments.Of(_y, first, count, mean, squares);
            _moments.Add((layer, own, count, mean, squares));
        }
    }
}
