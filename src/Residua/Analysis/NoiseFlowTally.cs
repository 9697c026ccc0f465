using Residua.Dynamics;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>What one form of an equation foretells of the noise in the residuals, gathered sample by sample over chunks.</summary>
/// <param name="name">What the form is called.</param>
/// <param name="make">A new prediction by it.</param>
/// <param name="depth">T.</param>
internal sealed class NoiseFlowTally(string name, Func<INoisePrediction> make, int depth)
{
    private const double Broken = 0.5;

    private readonly List<double>[] _norm = New(depth), _error = New(depth), _cosine = New(depth), _oneLayer = New(depth);

    /// <summary>Follows a chunk of samples from layer 1 on, and layer by layer.</summary>
    /// <param name="clean">Their steps without noise, [T].</param>
    /// <param name="noisy">With it.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    public void Add(LayerStep[] clean, LayerStep[] noisy, DenseLayer[] layers, CancellationToken cancellation)
    {
        using INoisePrediction onward = make(), single = make();
        onward.Start(clean[0], noisy[0]);
        for (int t = 1; t < depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor measured = noisy[t].Residual - clean[t].Residual, predicted = onward.Next(clean[t - 1], clean[t], layers[t].Weight);
            _norm[t].AddRange(Values(predicted.norm(1)));
            _error[t].AddRange(RelativeErrors(predicted, measured));
            _cosine[t].AddRange(Values((predicted * measured).sum(1) / (predicted.norm(1) * measured.norm(1))));
            single.Start(clean[t - 1], noisy[t - 1]);
            _oneLayer[t].AddRange(RelativeErrors(single.Next(clean[t - 1], clean[t], layers[t].Weight), measured));
        }
    }

    /// <summary>Means of norms and medians of errors and cosines over all samples.</summary>
    /// <param name="start">The mean norm of the noise at layer 1, which is given.</param>
    public NoisePrediction Result(double start)
    {
        // NaN sorts first; where a prediction has overflowed it must not pass for a small error. Where there is no noise there is no cosine.
        double[] error = [0, .. _error[1..].Select(values => Median(values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value)))];
        int broken = Array.FindIndex(error, value => !(value <= Broken));
        return new(
            name,
            [start, .. _norm[1..].Select(values => values.Average())],
            error,
            [1, .. _cosine[1..].Select(values => Median(values.Where(double.IsFinite)))],
            [double.NaN, .. _oneLayer[1..].Select(values => Median(values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value)))],
            broken < 0 ? null : broken + 1);
    }

    // Where there is no noise and none is predicted, 0/0, nothing is wrong.
    private static double[] RelativeErrors(Tensor predicted, Tensor measured)
    {
        Tensor difference = (predicted - measured).norm(1);
        return Values(where(difference.Eq(0), zeros_like(difference), difference / measured.norm(1)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static List<double>[] New(int depth) => [.. Enumerable.Range(0, depth).Select(_ => new List<double>())];

    private static double[] Values(Tensor values) => values.cpu().data<double>().ToArray();
}
