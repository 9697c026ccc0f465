using Residua.Analysis;
using Residua.Data;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Pruning;

/// <summary>Measures what each number of layers errs and takes, and compares criteria for dropping layers. Nothing given is changed.</summary>
public static class Frontier
{
    /// <summary>Does it. A truncation to k layers keeps the first k; beyond T the network goes on with its weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="test">Images that errors are measured on, pooled.</param>
    /// <param name="fit">Training images that classifiers are fitted and layers are scored on, pooled.</param>
    /// <param name="options">What.</param>
    /// <param name="progress">Told the share done, in [0,1]; null for nobody.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    /// <exception cref="ArgumentException">The network cannot run that deep.</exception>
    public static FrontierResult Measure(
        LayeredNetwork network, ImageSet test, ImageSet fit, FrontierOptions options, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        int most = options.MostLayers ?? (network.IsAutonomous ? 2 * network.Depth : network.Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, network.Depth, nameof(options));
        if (most > network.Depth && !network.IsAutonomous)
        {
            throw new ArgumentException($"A rollout of {most} layers needs shared weights; this network has {network.Depth} layers of different weights.", nameof(options));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor x0, Tensor labels) = Samples(network, test, [.. Enumerable.Range(0, test.Count)]);
        (Tensor fit0, Tensor fitLabels) = Samples(network, fit, options.Refit ? [.. Enumerable.Range(0, fit.Count)] : [0]);
        List<(double Error, double Loss, double? RefitError, double? RefitLoss)> errors = [];
        Tensor state = x0.clone(), fitState = fit0.clone();
        for (int k = 1; k <= most; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            state = Readings.Advance(network, state, k);
            using Tensor logits = network.Logits(state);
            (double error, double loss) = Readings.Of(logits, labels);
            (double Error, double Loss)? refitted = null;
            if (options.Refit)
            {
                fitState = Readings.Advance(network, fitState, k);
                using RefittedClassifier classifier = ClassifierRefit.Fit(
                    fitState, fitLabels, network.Parameters.Classifier, network.Parameters.ClassifierBias, options.RefitOptions, cancellation);
                using Tensor others = classifier.Logits(state);
                refitted = Readings.Of(others, labels);
            }

            errors.Add((error, loss, refitted?.Error, refitted?.Loss));
            progress?.Invoke(0.4 * k / most);
        }

        CriterionCurve[] curves = network.IsAutonomous ? [] : Compare(network, x0, labels, fit, options, done => progress?.Invoke(0.4 + (0.3 * done)), cancellation);
        IReadOnlyList<LatencyStatistics>[] latency =
        [
            .. options.LatencyBatches.Select((batch, i) => Times(
                network, test, batch, most, options.LatencyRounds, done => progress?.Invoke(0.7 + (0.3 * (i + done) / options.LatencyBatches.Count)), cancellation)),
        ];
        return new()
        {
            Depth = network.Depth,
            TestImages = test.Count,
            FitImages = options.Refit ? fit.Count : 0,
            ScoreImages = network.IsAutonomous ? 0 : Math.Min(options.ScoreSamples, fit.Count),
            Threads = get_num_threads(),
            SharedWeights = network.IsAutonomous,
            Criteria = curves,
            Points = [.. Enumerable.Range(1, most).Select(Point)],
        };

        FrontierPoint Point(int k)
        {
            NetworkSpec spec = k < network.Depth ? LayerSurgery.Keep(network.Spec, [.. Enumerable.Range(1, k)]) : network.Spec;
            NetworkCost cost = NetworkCost.Of(spec, k);
            (double low, double high) = ProportionInterval.Wilson95(errors[k - 1].Error, test.Count);
            return new()
            {
                Layers = k,
                Weights = spec.Weights,
                Flops = cost.Flops,
                Parameters = cost.Parameters,
                Bytes = cost.Bytes,
                Error = errors[k - 1].Error,
                ErrorLow = low,
                ErrorHigh = high,
                Loss = errors[k - 1].Loss,
                RefitError = errors[k - 1].RefitError,
                RefitLoss = errors[k - 1].RefitLoss,
                Latency = [.. latency.Select(batch => batch[k - 1])],
            };
        }
    }

    private static CriterionCurve[] Compare(
        LayeredNetwork network, Tensor x0, Tensor labels, ImageSet fit, FrontierOptions options, Action<double> progress, CancellationToken cancellation)
    {
        int samples = Math.Min(options.ScoreSamples, fit.Count);
        int[] rows = [.. Enumerable.Range(0, samples).Select(i => (int)((long)i * fit.Count / samples))];
        using DisposeScope scope = NewDisposeScope();
        (Tensor scored, _) = Samples(network, fit, rows);
        int[] classes = [.. rows.Select(row => (int)fit.Labels[row])];
        LayerRanking[] rankings =
        [
            .. from criterion in options.Criteria
               from seed in Enumerable.Range(1, criterion == DropCriterion.Random ? options.RandomOrders : 1)
               select LayerRanking.Of(network, network, network.Parameters.Classifier, scored, classes, criterion, seed, cancellation),
        ];
        Dictionary<string, double> known = []; // by the weights that run: layers of one shared block are alike
        List<CriterionCurve> curves = [];
        foreach (LayerRanking ranking in rankings)
        {
            curves.Add(new(ranking, [.. Enumerable.Range(1, network.Depth).Select(k => Error(ranking.Keep(k)))]));
            progress(curves.Count / (double)rankings.Length);
        }

        return [.. curves];

        double Error(int[] layers)
        {
            string key = string.Join(',', layers.Select(network.Layout.GroupOf));
            if (!known.TryGetValue(key, out double error))
            {
                known[key] = error = Readings.Of(new KeptLayers(network, layers), network, x0, labels, cancellation).Error;
            }

            return error;
        }
    }

    // The same calls as in Forward, from embedded images on.
    private static IReadOnlyList<LatencyStatistics> Times(
        LayeredNetwork network, ImageSet images, int batch, int most, int rounds, Action<double> progress, CancellationToken cancellation)
    {
        (Tensor x0, _) = Samples(network, images, [.. Enumerable.Range(0, batch).Select(i => i % images.Count)]);
        Action[] work =
        [
            .. Enumerable.Range(1, most).Select(k => (Action)(() =>
            {
                using Trajectory trajectory = Rollout.Run(network, x0, k, Recording.FinalState);
                network.Logits(trajectory.FinalState).Dispose();
            })),
        ];
        return Latency.Measure(work, batch, rounds, progress, cancellation);
    }

    private static (Tensor X0, Tensor Labels) Samples(LayeredNetwork network, ImageSet images, int[] rows)
    {
        using Tensor pixels = ImageTensors.Pixels(images, rows, network.Type, network.Device);
        return (network.Embed(pixels), ImageTensors.Labels(images, rows, network.Device));
    }
}
