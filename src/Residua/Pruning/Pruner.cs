using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Pruning;

/// <summary>Drops layers of a trained network. Pure: the same network, images and options give the same result, and nothing given is changed.</summary>
public static class Pruner
{
    private const double Rounding = 1e-12;

    /// <summary>A network of its own with fewer layers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="fit">Images that layers are scored and a classifier is fitted on, pooled.</param>
    /// <param name="heldBack">Images that decide how few layers are enough, pooled.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it between numbers of layers.</param>
    /// <exception cref="ArgumentException">There are not as many layers to leave, or the increase is negative.</exception>
    public static (LayeredNetwork Network, PruneResult Result) Run(
        LayeredNetwork network, ImageSet fit, ImageSet heldBack, PruneOptions options, CancellationToken cancellation = default)
    {
        if (options.Layers is < 1 || options.Layers > network.Depth)
        {
            throw new ArgumentException($"The network has {network.Depth} layers, so 1 to {network.Depth} can be left, not {options.Layers}.", nameof(options));
        }

        if (!(options.MaxErrorIncrease >= 0))
        {
            throw new ArgumentException($"The error may rise by 0 or more, not by {options.MaxErrorIncrease}.", nameof(options));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor held, Tensor labels) = Samples(network, heldBack, [.. Enumerable.Range(0, heldBack.Count)]);
        LayerRanking ranking = Rank(network, fit, options, cancellation);
        double before = Readings.Of(new KeptLayers(network, ranking.Keep(network.Depth)), network, held, labels, cancellation).Error;
        List<(int Layers, double Error)> tried = [];
        RefittedClassifier? refitted = null;
        foreach (int k in options.Layers is { } asked ? [asked] : Enumerable.Range(1, network.Depth))
        {
            cancellation.ThrowIfCancellationRequested();
            KeptLayers kept = new(network, ranking.Keep(k));
            refitted?.Dispose();
            refitted = options.Refit ? Refit(network, kept, fit, options.RefitOptions, cancellation) : null;
            using Trajectory trajectory = Rollout.Run(kept, held, k, Recording.FinalState, cancellation: cancellation);
            using Tensor logits = refitted?.Logits(trajectory.FinalState) ?? network.Logits(trajectory.FinalState);
            tried.Add((k, Readings.Of(logits, labels).Error));
            if (options.Layers is null && tried[^1].Error <= before + options.MaxErrorIncrease + Rounding)
            {
                break;
            }
        }

        // Where even all layers with a fitted classifier err more, the network stays as it was.
        if (options.Layers is null && tried[^1].Error > before + options.MaxErrorIncrease + Rounding)
        {
            refitted = null;
            tried.Add((network.Depth, before));
        }

        int[] keep = ranking.Keep(tried[^1].Layers);
        LayeredNetwork pruned = LayerSurgery.Keep(network, keep);
        if (refitted is not null)
        {
            pruned.Parameters.Classifier.copy_(refitted.Weight);
            pruned.Parameters.ClassifierBias?.copy_(refitted.Bias!);
        }

        foreach ((_, Tensor tensor) in pruned.Parameters.All)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return (pruned, new()
        {
            LayersBefore = network.Depth,
            Kept = keep,
            Ranking = ranking,
            HeldBackImages = heldBack.Count,
            HeldBackErrorBefore = before,
            HeldBackErrorAfter = tried[^1].Error,
            TriedLayers = [.. tried.Select(one => one.Layers)],
            TriedErrors = [.. tried.Select(one => one.Error)],
            FitLossBefore = refitted?.LossBefore,
            FitLossAfter = refitted?.LossAfter,
        });
    }

    private static LayerRanking Rank(LayeredNetwork network, ImageSet fit, PruneOptions options, CancellationToken cancellation)
    {
        int samples = Math.Min(options.ScoreSamples, fit.Count);
        int[] rows = [.. Enumerable.Range(0, samples).Select(i => (int)((long)i * fit.Count / samples))];
        using DisposeScope scope = NewDisposeScope();
        (Tensor x0, _) = Samples(network, fit, rows);
        return LayerRanking.Of(
            network, network, network.Parameters.Classifier, x0, [.. rows.Select(row => (int)fit.Labels[row])], options.Criterion, options.Seed, cancellation);
    }

    private static RefittedClassifier Refit(LayeredNetwork network, KeptLayers kept, ImageSet fit, RefitOptions options, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x0, Tensor labels) = Samples(network, fit, [.. Enumerable.Range(0, fit.Count)]);
        using Trajectory trajectory = Rollout.Run(kept, x0, kept.Depth, Recording.FinalState, cancellation: cancellation);
        RefittedClassifier refitted = ClassifierRefit.Fit(
            trajectory.FinalState, labels, network.Parameters.Classifier, network.Parameters.ClassifierBias, options, cancellation);
        refitted.Weight.MoveToOuterDisposeScope();
        refitted.Bias?.MoveToOuterDisposeScope();
        return refitted;
    }

    private static (Tensor X0, Tensor Labels) Samples(LayeredNetwork network, ImageSet images, int[] rows)
    {
        using Tensor pixels = ImageTensors.Pixels(images, rows, network.Type, network.Device);
        return (network.Embed(pixels), ImageTensors.Labels(images, rows, network.Device));
    }
}
