using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Asks of a deep rollout whether residuals settle, oscillate or wander, by the lag at which they come back, and whether
/// nearby states part, by the largest Lyapunov exponents over the depth.
/// </summary>
/// <remarks>
/// Past the deep layer z(t+1) = a z(t) + W f(z(t)) + (1 - a) b is followed in float64, so that what is seen is the dynamics and not
/// the rounding of a large x. Exponents are of x, ∂x(t)/∂x(t-1) = a I + diag(f') W, and where y has a map of its own also of y: a
/// saturated neuron is neutral in x and decays in y. They cover a finite depth, the transient with it.
/// Source: paper, section 6 and appendix B (oscillation); see <see cref="LyapunovExponents"/> for the exponents.
/// </remarks>
public static class Oscillation
{
    private const int LayersKept = 60;

    /// <summary>Measures both.</summary>
    /// <param name="map">The network.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="depth">The deep layer.</param>
    /// <param name="deep">z at the deep layer, [B,N]; not looked at with other than shared weights.</param>
    /// <param name="options">Tolerances and counts.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">A value is not finite, or the network has fewer than <paramref name="depth"/> layers and other than shared weights.</exception>
    public static OscillationResult Measure(
        IDenseMap map, Tensor x0, int depth, Tensor deep, OscillationOptions options, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        FiniteStates.Require(x0, nameof(x0));
        if (depth > map.Depth && !map.IsAutonomous)
        {
            throw new ArgumentException($"The network has {map.Depth} layers of different weights; only shared weights go on to layer {depth}.", nameof(depth));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (OscillationKind[] kinds, int[] periods, double[] distances) = ([], [], []);
        int lags = options.Window / 2;
        if (map.IsAutonomous)
        {
            (kinds, periods, distances) = Recur(map, deep, options, share => progress?.Invoke(0.3 * share), cancellation);
        }

        int samples = (int)x0.shape[0], count = Math.Min(options.Exponents, (int)x0.shape[1]);
        int[] chosen = [.. Enumerable.Range(0, Math.Min(options.ExponentSamples, samples)).Select(i => (int)((long)i * samples / Math.Min(options.ExponentSamples, samples)))];
        Tensor start = x0.index_select(0, tensor(chosen.Select(i => (long)i).ToArray(), device: x0.device)).to(float64);
        int[] layers = [.. LayerSelection.LogSpaced(Math.Min(depth, 15), LayersKept - 15).Resolve(depth)];
        ulong seed = Seeds.Derive(options.Seed, "tangents");
        using StateTangent states = new(map);
        double[][] ofState = LyapunovExponents.Run(states, start, depth, count, seed, share => progress?.Invoke(0.3 + (0.35 * share)), cancellation);
        double[][]? ofResidual = null;
        if (ResidualTangent.AppliesTo(map) && depth > 1)
        {
            using ResidualTangent residuals = new(map);
            using ResidualFlow first = new(map);
            Tensor z = first.Start(start).narrow(1, 0, start.shape[1]); // z(1); its step t leads to layer t + 1
            ofResidual = LyapunovExponents.Run(residuals, z, depth - 1, count, seed, share => progress?.Invoke(0.65 + (0.35 * share)), cancellation);
        }

        double Share(Func<OscillationKind, int, bool> counts) => kinds.Length == 0 ? double.NaN : kinds.Zip(periods, counts).Count(yes => yes) / (double)kinds.Length;
        return new()
        {
            Depth = depth,
            Window = map.IsAutonomous ? options.Window : 0,
            Samples = samples,
            Options = options,
            Kinds = kinds,
            Periods = periods,
            Change = [.. kinds.Select((_, i) => distances[i * lags])],
            MeanDistance = kinds.Length == 0 ? [] : [.. Enumerable.Range(0, lags).Select(p => Enumerable.Range(0, kinds.Length).Average(i => distances[(i * lags) + p]))],
            ShareSettled = Share((kind, _) => kind == OscillationKind.Settled),
            ShareDrifting = Share((kind, _) => kind == OscillationKind.Drifting),
            SharePeriodTwo = Share((kind, period) => kind == OscillationKind.Periodic && period == 2),
            ShareLonger = Share((kind, period) => kind == OscillationKind.Periodic && period > 2),
            ShareAperiodic = Share((kind, _) => kind is OscillationKind.Aperiodic or OscillationKind.NotFinite),
            ExponentSamples = chosen,
            ExponentLayers = layers,
            StateExponents = [.. layers.Select(layer => ofState[layer - 1])],
            ResidualExponents = ofResidual is null ? null : [.. layers.Select(layer => layer == 1 ? [.. Enumerable.Repeat(double.NaN, ofResidual[0].Length)] : ofResidual[layer - 2])],
        };
    }

    // The window past the deep layer, a part of the samples at a time so that memory stays bounded.
    private static (OscillationKind[] Kinds, int[] Periods, double[] Distances) Recur(
        IDenseMap map, Tensor deep, OscillationOptions options, Action<double> progress, CancellationToken cancellation)
    {
        const int ChunkSize = 200;
        List<OscillationKind> kinds = [];
        List<int> periods = [];
        List<double> distances = [];
        using PreActivationMap step = new(map);
        for (long first = 0; first < deep.shape[0]; first += ChunkSize)
        {
            using DisposeScope chunk = NewDisposeScope();
            long size = Math.Min(ChunkSize, deep.shape[0] - first);
            Tensor z = deep.narrow(0, first, size).to(float64, deep.device, copy: true);
            Tensor window = empty([options.Window, size, deep.shape[1]], float32, deep.device);
            for (int t = 0; t < options.Window; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope layer = NewDisposeScope();
                Tensor before = z, y = step.Residual(z);
                z = step.Next(z, y).MoveToOuterDisposeScope();
                window[t].copy_(y);
                before.Dispose();
                progress((first + (size * (t + 1.0) / options.Window)) / deep.shape[0]);
            }

            (OscillationKind[] k, int[] p, double[] c) = Recurrence.Find(window, options);
            kinds.AddRange(k);
            periods.AddRange(p);
            distances.AddRange(c);
        }

        return ([.. kinds], [.. periods], [.. distances]);
    }
}
