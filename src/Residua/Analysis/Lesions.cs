using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Removes or perturbs one trained layer after another and measures what the network then answers: error, ‖Δlogits‖, changed
/// predictions; beside it, what S(s) and det M'(s) foretell.
/// </summary>
/// <remarks>
/// Source: paper, sections 3 and 4 and appendix A; lesions of whole layers as in Veit, Wilber and Belongie, NIPS 2016. The network
/// is not touched: a <see cref="LesionedMap"/> wraps its steps. Layers before s are not run again, and where all have one
/// matrix a removed layer is taken out once for all s.
/// </remarks>
public static class Lesions
{
    /// <summary>Does it for every layer s = 1..T and every kind.</summary>
    /// <param name="map">The network.</param>
    /// <param name="readout">Its readout.</param>
    /// <param name="classifier">K, [C,N], of the readout, for the predictions.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each sample, [B].</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, in [0,1]; null for nobody.</param>
    /// <param name="cancellation">Ends it between lesions.</param>
    /// <exception cref="ArgumentException">There are no samples, or as many classes as samples are not given, or a state is not finite.</exception>
    public static LesionResult Run(
        IDenseMap map, IReadout readout, Tensor classifier, Tensor x0, IReadOnlyList<int> classes, LesionOptions options,
        Action<double>? progress = null, CancellationToken cancellation = default)
    {
        int samples = (int)x0.shape[0], predicted = Math.Min(options.PredictionSamples, samples);
        if (samples == 0 || classes.Count != samples)
        {
            throw new ArgumentException($"There are {samples} samples with {classes.Count} classes; give one for each, and at least one sample.", nameof(classes));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(predicted, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 1, nameof(options));
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int[] rows = [.. Enumerable.Range(0, predicted).Select(i => (int)((long)i * samples / predicted))];
        Tensor chosen = x0.index_select(0, tensor(rows.Select(row => (long)row).ToArray(), device: x0.device));
        LesionPredictions predictions = LesionPredictions.Along(map, classifier, chosen, options, cancellation);
        progress?.Invoke(0.2);

        List<Tensor> states = [x0];
        for (int t = 1; t <= map.Depth; t++)
        {
            states.Add(Advance(map, states[^1], t));
        }

        IntactAnswers intact = new(readout.Logits(states[^1]), tensor(classes.Select(c => (long)c).ToArray(), device: x0.device));
        List<LesionEffect> effects = [];
        foreach (LesionKind kind in options.Kinds)
        {
            int draws = kind == LesionKind.Skip ? 1 : options.Draws;
            LesionTally tally = new(map.Depth, samples, draws);
            // Without a layer of shared weights T - 1 are left, whichever it is.
            using Tensor? shared = kind == LesionKind.Skip && map.IsAutonomous ? Answer(new(map, map.Depth, kind, options.Size, 0), readout, states[^2], map.Depth) : null;
            for (int s = 1; s <= map.Depth; s++)
            {
                for (int draw = 0; draw < draws; draw++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    ulong seed = Seeds.Derive(options.Seed, "lesion", unchecked((s * options.Draws) + draw));
                    using Tensor logits = shared?.alias() ?? Answer(new(map, s, kind, options.Size, seed), readout, states[s - 1], s);
                    tally.Add(s, logits, intact);
                }

                progress?.Invoke(0.2 + (0.8 * (effects.Count + (s / (double)map.Depth)) / options.Kinds.Count));
            }

            effects.Add(tally.Effect(kind, predictions, rows));
        }

        return new()
        {
            Depth = map.Depth,
            Samples = samples,
            SharedWeights = map.IsAutonomous,
            PredictionSamples = predicted,
            Size = options.Size,
            IntactError = intact.Error,
            IntactLogitNorm = intact.Norm,
            Effects = [.. effects],
        };
    }

    private static Tensor Answer(LesionedMap map, IReadout readout, Tensor before, int first)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor state = Advance(map, before, first);
        for (int t = first + 1; t <= map.Depth; t++)
        {
            Tensor next = Advance(map, state, t);
            state.Dispose();
            state = next;
        }

        return readout.Logits(state).MoveToOuterDisposeScope();
    }

    private static Tensor Advance(IDepthMap map, Tensor state, int layer)
    {
        LayerStep step = map.Step(state, layer);
        step.Residual.Dispose();
        step.PreActivation.Dispose();
        return step.State;
    }
}
