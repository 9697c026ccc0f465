using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Finds the fixed points of y that samples and class means end at, and says what they are: attractors, saddles, periodic orbits of
/// the map, or states that are only slow.
/// </summary>
/// <remarks>
/// Residual (eq. 3): y* is fixed where each neuron has y_i = 0, y_i = 1 or (W y)_i = 0, so a pattern of saturation makes it a linear
/// system. Perceptron: Newton's method on y = f(W y + b). A state near which a fixed point is found is at it only if it changes by no
/// more than the tolerance; a saturated neuron driven away from its end changes y by nothing for as long as |z| takes to run down, so
/// a settled sample may well be at a saddle. Source: paper, section 4; D. Sussillo, O. Barak, "Opening the black box", Neural
/// Computation 25 (2013) for q and slow points.
/// </remarks>
public static class FixedPoints
{
    /// <summary>Finds them.</summary>
    /// <param name="map">A residual network with the logistic activation or a perceptron, with shared weights.</param>
    /// <param name="layer">t.</param>
    /// <param name="z">z(t), [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">Tolerances and limits.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers and points.</param>
    /// <exception cref="ArgumentException">The network is of another kind, there are no samples, or a value is not finite.</exception>
    public static FixedPointsResult Find(
        IDenseMap map, int layer, Tensor z, IReadOnlyList<int> classes, FixedPointOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ClassRows.Require(z, classes);
        if (Linearization.Refusal(map) is { } refusal)
        {
            throw new ArgumentException(char.ToUpperInvariant(refusal[0]) + refusal[1..], nameof(map));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        if (!z.isfinite().all().item<bool>())
        {
            throw new ArgumentException("The states to start from hold values that are not finite; the rollout diverged.", nameof(z));
        }

        using PreActivationMap weights = new(map);
        using StartStates starts = StartStates.Of(weights, map.ActivationName == "logistic", z, classes, options.SamplesPerClass);
        using Settling settling = Settling.Run(weights, starts.Z, options, share => progress?.Invoke(0.5 * share), cancellation);
        SampleEnding[] endings = [.. settling.Speed.Select((speed, i) =>
            speed <= options.Tolerance ? SampleEnding.Settled : settling.Period[i] > 0 ? SampleEnding.Periodic
            : speed <= options.SlowSpeed ? SampleEnding.Slow : SampleEnding.Moving)];

        void Searched(double share) => progress?.Invoke(0.5 + (0.3 * share));
        PointSearch search = map.Carry == 0
            ? PointSearch.OfPerceptron(map, weights, settling, starts, endings, options, Searched, cancellation)
            : PointSearch.OfResidual(weights, settling, starts, endings, options, Searched, cancellation);
        progress?.Invoke(0.8);
        return new PointReport(map, weights, settling, search, starts, endings, options, cancellation).Result(layer, classes.Max() + 1);
    }
}
