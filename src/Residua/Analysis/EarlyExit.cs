using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Stops each sample when its residual has settled (<see cref="ConvergedResidual"/>) or its class is decided
/// (<see cref="DecidedMargin"/>), and measures what that saves and costs.
/// </summary>
/// <remarks>Layers are counted, not time: a rule takes some work itself, and a batch that shrinks is less efficient.</remarks>
public static class EarlyExit
{
    private const int Batch = 1000;

    /// <summary>Measures it.</summary>
    /// <param name="map">The network.</param>
    /// <param name="readout">Its readout.</param>
    /// <param name="classifier">K, [C,N], of the readout.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each, [B].</param>
    /// <param name="options">What to try.</param>
    /// <param name="progress">Told the share done, in [0,1]; null for nobody.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">There are no samples, or not as many classes, or a tolerance is negative.</exception>
    public static EarlyExitResult Measure(
        IDenseMap map, IReadout readout, Tensor classifier, Tensor x0, IReadOnlyList<int> classes, EarlyExitOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ClassRows.Require(x0, classes, (int)classifier.shape[0]);
        string? refusal = DecidedMargin.Refusal(map);
        using DecidedMargin? margin = refusal is null ? new(map, readout, classifier, map.Depth) : null;
        (double? Tolerance, IHalting Rule)[] rules =
        [
            .. margin is null ? Array.Empty<(double?, IHalting)>() : [(null, margin)],
            .. options.Tolerances.Order().Select(tolerance => ((double?)tolerance, (IHalting)new ConvergedResidual(tolerance))),
        ];
        (int[] full, _) = Run(null);
        List<EarlyExitPoint> points = [];
        foreach ((double? tolerance, IHalting rule) in rules)
        {
            (int[] predicted, int[] layers) = Run(rule);
            points.Add(new(
                tolerance, layers.Average(), Share(predicted, classes), Share(predicted, full),
                [.. Enumerable.Range(1, map.Depth).Select(t => layers.Count(layer => layer == t))]));
            progress?.Invoke(points.Count / (double)rules.Length);
        }

        return new()
        {
            Depth = map.Depth,
            Samples = classes.Count,
            FullError = Share(full, classes),
            Points = [.. points],
            MarginRefusal = refusal,
        };

        (int[] Predicted, int[] Layers) Run(IHalting? rule)
        {
            List<int> predicted = [], layers = [];
            for (int first = 0; first < classes.Count; first += Batch)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable noGradient = no_grad();
                Tensor rows = x0.narrow(0, first, Math.Min(Batch, classes.Count - first));
                using Trajectory trajectory = Rollout.Run(map, rows, map.Depth, Recording.FinalState, rule, cancellation: cancellation);
                predicted.AddRange(Decision.Of(readout.Logits(trajectory.FinalState)));
                layers.AddRange(trajectory.LayersRun);
            }

            return ([.. predicted], [.. layers]);
        }
    }

    private static double Share(int[] predicted, IReadOnlyList<int> wanted) =>
        predicted.Where((answer, i) => answer != wanted[i]).Count() / (double)predicted.Length;
}
