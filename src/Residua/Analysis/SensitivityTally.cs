using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Gathers gains and determinants, sample by sample and layer by layer, into a <see cref="SensitivityResult"/>.</summary>
internal sealed class SensitivityTally(int samples, int depth, int classes)
{
    private readonly double[] _log10 = new double[samples * (depth + 1)];
    private readonly double[] _largest = new double[samples * (depth + 1)];
    private readonly double[] _unsaturated = new double[depth], _random = new double[depth + 1], _residual = new double[depth + 1];
    private readonly int[] _silent = new int[depth + 1];
    private readonly double[][] _classes = [.. Enumerable.Range(0, classes).Select(_ => new double[depth + 1])];

    /// <summary>Adds S(s) of samples from <paramref name="start"/> on.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="s">The layer.</param>
    /// <param name="rows">S(s), [C,B,N].</param>
    /// <param name="jacobians">Those of the same samples.</param>
    public void AddGains(int start, int s, Tensor rows, LayerJacobians jacobians)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bySample = rows.transpose(0, 1); // [B,C,N]
        Tensor gram = bySample.matmul(bySample.transpose(1, 2)); // [B,C,C]
        double[] largest = linalg.eigvalsh(gram).amax([1]).ClampMin(0).sqrt().cpu().data<double>().ToArray();
        Tensor squares = gram.diagonal(0, 1, 2); // [B,C]: ‖S_c‖²
        double[] byClass = squares.sqrt().sum([0]).cpu().contiguous().data<double>().ToArray();
        _random[s] += squares.sum(1).Div(jacobians.Neurons).sqrt().sum().item<double>() / samples;
        Tensor along = s == 0 ? jacobians.State(0) : jacobians.Residual(s);
        double[] changes = bySample.matmul(along.unsqueeze(2)).squeeze(2).norm(1).cpu().data<double>().ToArray(); // [B]: ‖S y‖
        double[] norms = along.norm(1).cpu().data<double>().ToArray();
        _silent[s] += norms.Count(norm => norm == 0);
        _residual[s] += changes.Zip(norms).Sum(pair => pair.Second == 0 ? 0 : pair.First / pair.Second);
        for (int n = 0; n < largest.Length; n++)
        {
            _largest[((start + n) * (depth + 1)) + s] = largest[n];
        }

        for (int c = 0; c < classes; c++)
        {
            _classes[c][s] += byClass[c] / samples;
        }
    }

    /// <summary>Adds log10 |det J(t)| of a sample, from the last layer to the first.</summary>
    public void AddDeterminant(int sample, int layer, (double Log10, int Unsaturated) determinant)
    {
        int at = (sample * (depth + 1)) + layer;
        _log10[at - 1] = _log10[at] + determinant.Log10;
        _unsaturated[layer - 1] += determinant.Unsaturated / (double)samples;
    }

    /// <summary>log10 |det M'(s)| of a sample, once it was added.</summary>
    public double Log10Determinant(int sample, int s) => _log10[(sample * (depth + 1)) + s];

    /// <summary>The result, but for what other methods find.</summary>
    public SensitivityResult Result(double carry, int neurons, double saturation)
    {
        (double Mean, double Deviation)[] determinants = Moments(_log10), gains = Moments(_largest);
        return new()
        {
            Depth = depth,
            Carry = carry,
            Samples = samples,
            Neurons = neurons,
            Classes = classes,
            Saturation = saturation,
            MeanUnsaturated = _unsaturated,
            MeanLog10Determinant = [.. determinants.Select(moments => moments.Mean)],
            Log10DeterminantDeviation = [.. determinants.Select(moments => moments.Deviation)],
            ShareSingular = [.. Enumerable.Range(0, depth + 1).Select(s => Column(_log10, s).Count(double.IsNegativeInfinity) / (double)samples)],
            ReductionError = double.NaN,
            SingularSamples = 0,
            ProductSingularValues = [],
            SingularValueError = double.NaN,
            LargestGain = [.. gains.Select(moments => moments.Mean)],
            LargestGainDeviation = [.. gains.Select(moments => moments.Deviation)],
            RandomGain = _random,
            ResidualGain = [.. _residual.Zip(_silent, (sum, silent) => sum / (samples - silent))],
            SilentSamples = _silent,
            ClassGains = _classes,
            Log10Determinants = _log10,
            LargestGains = _largest,
        };
    }

    private IEnumerable<double> Column(double[] values, int s) => Enumerable.Range(0, samples).Select(n => values[(n * (depth + 1)) + s]);

    private (double Mean, double Deviation)[] Moments(double[] values) =>
    [
        .. Enumerable.Range(0, depth + 1).Select(s =>
        {
            double[] finite = [.. Column(values, s).Where(double.IsFinite)];
            double mean = finite.DefaultIfEmpty(double.NaN).Average();
            return (mean, Math.Sqrt(finite.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty(double.NaN).Average()));
        }),
    ];
}
