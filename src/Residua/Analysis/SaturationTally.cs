using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Gathers a <see cref="SaturationResult"/> layer by layer.</summary>
internal sealed class SaturationTally(int layers, double[] thresholds)
{
    // Below this share of the sum of squares a variance is rounding.
    private const double NoVariance = 1e-26;

    private readonly double[] _small = new double[layers], _treves = new double[layers], _hoyer = new double[layers];
    private readonly double[] _dimension = new double[layers], _variance = new double[layers];
    private readonly double[] _low = new double[layers * thresholds.Length], _high = new double[layers * thresholds.Length], _any = new double[layers * thresholds.Length];
    private readonly double[] _mean = new double[layers * thresholds.Length], _least = new double[layers * thresholds.Length], _most = new double[layers * thresholds.Length];

    /// <summary>Adds the layer at a position.</summary>
    /// <param name="position">Its index among the layers kept.</param>
    /// <param name="step">y and z, [B,N].</param>
    /// <param name="derivative">f'(z), [B,N] float64.</param>
    public void Add(int position, LayerStep step, Tensor derivative)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = step.Residual.to(float64);
        _small[position] = y.abs().Lt(0.01).to(float64).mean().item<double>();
        AddSparseness(position, y);
        AddCovariance(position, y);
        Tensor slope = derivative.abs(), negative = step.PreActivation.Lt(0);
        double all = slope.numel();
        for (int k = 0; k < thresholds.Length; k++)
        {
            int at = (k * layers) + position;
            Tensor unsaturated = slope.Gt(thresholds[k]), counts = unsaturated.sum(1).to(float64);
            Tensor low = unsaturated.logical_not().logical_and(negative);
            (_mean[at], _least[at], _most[at]) = (counts.mean().item<double>(), counts.min().item<double>(), counts.max().item<double>());
            _any[at] = unsaturated.any(0).to(float64).mean().item<double>();
            double below = low.sum().item<long>();
            (_low[at], _high[at]) = (below / all, (all - counts.sum().item<double>() - below) / all);
        }
    }

    /// <summary>The result, but for what the rollout was of.</summary>
    public SaturationResult Result(int[] kept) => new()
    {
        TrainedDepth = 0,
        Depth = 0,
        Samples = 0,
        Neurons = 0,
        Layers = kept,
        Thresholds = thresholds,
        ShareBelow001 = _small,
        TrevesRolls = _treves,
        Hoyer = _hoyer,
        EffectiveDimension = _dimension,
        TotalVariance = _variance,
        ShareLow = _low,
        ShareHigh = _high,
        MeanUnsaturated = _mean,
        LeastUnsaturated = _least,
        MostUnsaturated = _most,
        ShareUnsaturatedInAny = _any,
    };

    private void AddSparseness(int position, Tensor y)
    {
        double n = y.shape[1];
        double[] sums = y.abs().sum(1).cpu().data<double>().ToArray(), norms = y.norm(1).cpu().data<double>().ToArray();
        double[] ratios = n < 2 ? [] : [.. sums.Zip(norms, (sum, norm) => sum / norm).Where(double.IsFinite)]; // not of a sample that is silent, nor of one neuron
        _treves[position] = ratios.Select(ratio => (1 - (ratio * ratio / n)) / (1 - (1 / n))).DefaultIfEmpty(double.NaN).Average();
        _hoyer[position] = ratios.Select(ratio => (Math.Sqrt(n) - ratio) / (Math.Sqrt(n) - 1)).DefaultIfEmpty(double.NaN).Average();
    }

    // Covariance and Gram matrix have the same trace and the same sum of squares; the smaller is formed.
    private void AddCovariance(int position, Tensor y)
    {
        Tensor centred = y - y.mean([0], keepdim: true);
        Tensor gram = y.shape[0] <= y.shape[1] ? centred.mm(centred.t()) : centred.t().mm(centred);
        double trace = gram.trace().item<double>(), squares = gram.Square().sum().item<double>();
        _variance[position] = trace / y.shape[0];
        _dimension[position] = trace > NoVariance * y.Square().sum().item<double>() ? trace * trace / squares : double.NaN;
    }
}
