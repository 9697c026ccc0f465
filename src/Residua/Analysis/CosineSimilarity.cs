using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// The mean cosine, over pairs of samples of two classes, between their signals at the last trained layer T: of the state
/// x(T), which the classifier reads and which the paper calls the final hidden layer, and of the residual y(T).
/// </summary>
/// <remarks>
/// <para>
/// With unit vectors u = v / ‖v‖ and the sum S_a of those of class a, the mean over pairs is S_a·S_b / (n_a n_b) for two
/// classes and (S_a·S_a - n_a) / (n_a (n_a - 1)) within one, where a sample is not paired with itself. So it is exact and
/// costs B N, without a matrix of all pairs.
/// </para>
/// <para>
/// Source: paper, appendix C, Figure 6B-C, claim C11. Cosines of signals that are all positive lie near 1 whatever the
/// network has learnt, because of what all samples share: only differences between them say something of classes.
/// </para>
/// </remarks>
public static class CosineSimilarity
{
    /// <summary>Runs the trained layers and takes both matrices.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1.</param>
    /// <param name="count">C.</param>
    /// <param name="cancellation">Ends the rollout between layers.</param>
    /// <exception cref="ArgumentException">Samples and classes do not go together, or a signal is not finite.</exception>
    public static CosineSimilarityResult Run(
        IDepthMap map, Tensor x0, IReadOnlyList<int> classes, int count, CancellationToken cancellation = default)
    {
        ClassRows.Require(x0, classes, count);
        using DisposeScope scope = NewDisposeScope();
        Recording record = new() { Signals = Signals.Residual, SignalLayers = LayerSelection.Last };
        using Trajectory trajectory = Rollout.Run(map, x0, map.Depth, record, cancellation: cancellation);
        return new()
        {
            Layer = map.Depth,
            Samples = [.. Enumerable.Range(0, count).Select(c => classes.Count(label => label == c))],
            State = Between(trajectory.FinalState, classes, count),
            Residual = Between(trajectory[Signals.Residual].select(0, 0), classes, count),
        };
    }

    /// <summary>The mean cosine between the rows of each two classes, computed in float64.</summary>
    /// <param name="signal">One row a sample, [B,N].</param>
    /// <param name="classes">The class of each sample, [B], 0..C-1.</param>
    /// <param name="count">C.</param>
    /// <returns>A matrix with NaN where there is no pair. Rows that are 0 have no direction and are left out.</returns>
    /// <exception cref="ArgumentException">Rows and classes do not go together, or a value is not finite.</exception>
    public static CosineMatrix Between(Tensor signal, IReadOnlyList<int> classes, int count)
    {
        ClassRows.Require(signal, classes, count);
        ClassRows.RequireFinite(signal, "signal");
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor wide = signal.to(float64), norms = wide.norm(1, true); // [B,N], [B,1]
        bool[] directed = norms.squeeze(1).Gt(0).cpu().data<bool>().ToArray();
        Tensor units = wide / norms.ClampMin(1e-300);               // a row that is 0 stays 0 and adds nothing
        int[] counts = [.. Enumerable.Range(0, count).Select(c => Enumerable.Range(0, classes.Count).Count(row => directed[row] && classes[row] == c))];
        Tensor labels = tensor(classes.Select(c => (long)c).ToArray(), device: signal.device);
        Tensor sums = zeros([count, signal.shape[1]], float64, signal.device).IndexAdd(0, labels, units); // [C,N]
        Tensor squares = zeros([count], float64, signal.device).IndexAdd(0, labels, units.Square().sum(1));  // n_a, but for rounding
        double[] products = sums.mm(sums.t()).cpu().data<double>().ToArray(), own = squares.cpu().data<double>().ToArray();
        double[] means = new double[count * count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double pairs = a == b ? counts[a] * (counts[a] - 1.0) : (double)counts[a] * counts[b];
                means[(a * count) + b] = pairs > 0 ? (products[(a * count) + b] - (a == b ? own[a] : 0)) / pairs : double.NaN;
            }
        }

        return new() { Classes = count, Values = means, WithoutDirection = directed.Count(one => !one) };
    }
}
