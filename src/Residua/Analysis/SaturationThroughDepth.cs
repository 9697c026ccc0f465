using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>Measures saturation, sparseness and effective dimension of the residuals through depth.</summary>
/// <remarks>
/// f' comes from z in float64, since y of a float32 network is exactly 1 from z of about 17 on. Nothing is exactly saturated,
/// so counts go with a threshold, and several are reported. Sparseness of a sample: Treves and Rolls (Network 2:371, 1991)
/// a = (Σ|y|/N)² / (Σy²/N), scaled as (1 - a) / (1 - 1/N) by Vinje and Gallant (Science 287:1273, 2000); Hoyer (J. Mach. Learn. Res.
/// 5:1457, 2004) (√N - ‖y‖₁/‖y‖₂) / (√N - 1). Effective dimension: (tr Σ)² / tr Σ² of the covariance Σ over samples, between 1 and
/// the number of samples less one; with few samples it is below that of the population.
/// </remarks>
public static class SaturationThroughDepth
{
    /// <summary>Runs the network and measures at every layer of a shallow rollout, and as <see cref="Unroll"/> does of a deep one.</summary>
    /// <param name="map">The network; past its depth only one with shared weights.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="options">Depth and thresholds.</param>
    /// <param name="progress">Told the share done, in [0,1]; null for nobody.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">There are no samples, they are not finite, or the network cannot run that deep.</exception>
    public static SaturationResult Run(
        IDenseMap map, Tensor x0, SaturationOptions options, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1);
        if (options.Depth > map.Depth && !map.IsAutonomous)
        {
            throw new ArgumentException($"Only shared weights go on past the last layer; the network has {map.Depth} layers.", nameof(options));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (x0.dim() != 2 || x0.shape[0] == 0 || !x0.isfinite().all().item<bool>())
        {
            throw new ArgumentException("Samples, [samples, neurons], are wanted: at least one, and finite numbers only.", nameof(x0));
        }

        LayerSelection selection = options.Depth <= 200 ? LayerSelection.All : LayerSelection.LogSpaced(100, 400);
        int[] layers = [.. selection.Resolve(options.Depth)];
        double[] thresholds = [.. options.Thresholds.Distinct().OrderDescending()];
        SaturationTally tally = new(layers.Length, thresholds);
        Tensor state = x0.alias();
        for (int t = 1, l = 0; t <= options.Depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using LayerStep step = map.Step(state, t);
            state.Dispose();
            state = step.State.alias();
            if (layers[l] == t)
            {
                using Tensor derivative = StableDerivative.At(map, step.PreActivation);
                tally.Add(l++, step, derivative);
                progress?.Invoke(t / (double)options.Depth);
            }
        }

        return tally.Result(layers) with { TrainedDepth = map.Depth, Depth = options.Depth, Samples = (int)x0.shape[0], Neurons = (int)x0.shape[1] };
    }
}
