using Residua.Analysis;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Pruning;

/// <summary>The order in which a criterion drops the layers of a network. Scores are taken once, of the whole network, not anew after each layer.</summary>
/// <remarks>
/// Sources: the last layer first, paper, section 7; block influence, Men et al. 2024 (ShortGPT); lesions, Veit, Wilber and Belongie 2016;
/// sensitivity, eq. 9 of the paper applied to what a removal does to x(t).
/// </remarks>
/// <param name="Criterion">The criterion.</param>
/// <param name="Seed">The seed of a random order; 0 for others.</param>
/// <param name="Scores">What each layer is worth, [T]; the lowest goes first. Of a random order and from the end, the place in the order.</param>
/// <param name="DropOrder">Layers, from 1, the first to go first; [T].</param>
public sealed record LayerRanking(DropCriterion Criterion, int Seed, double[] Scores, int[] DropOrder)
{
    private const int Chunk = 200;

    /// <summary>Ranks the layers.</summary>
    /// <param name="map">The network.</param>
    /// <param name="readout">Its readout.</param>
    /// <param name="classifier">K, [C,N], of the readout.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each, [B].</param>
    /// <param name="criterion">By what.</param>
    /// <param name="seed">The seed of a random order.</param>
    /// <param name="cancellation">Ends it between layers.</param>
    public static LayerRanking Of(
        IDenseMap map, IReadout readout, Tensor classifier, Tensor x0, IReadOnlyList<int> classes, DropCriterion criterion, int seed = 0,
        CancellationToken cancellation = default)
    {
        using IDisposable noGradient = no_grad();
        double[] scores, second = new double[map.Depth]; // of equal scores the second decides, and then the later layer goes
        switch (criterion)
        {
            case DropCriterion.LastResidual:
                scores = [.. Enumerable.Range(0, map.Depth).Select(i => (double)(map.Depth - 1 - i))];
                break;
            case DropCriterion.Random:
                scores = Shuffled(map.Depth, seed);
                break;
            case DropCriterion.ResidualNorm or DropCriterion.BlockInfluence:
                scores = Along(map, x0, criterion == DropCriterion.ResidualNorm ? MeanNorm : Influence, cancellation);
                break;
            case DropCriterion.Sensitivity:
                scores = FirstOrder(map, classifier, x0, cancellation);
                break;
            default:
                LesionEffect effect = Lesions.Run(map, readout, classifier, x0, classes, new() { Kinds = [LesionKind.Skip], PredictionSamples = 1 }, cancellation: cancellation).Effects[0];
                (scores, second) = (effect.Error, effect.LogitChange);
                break;
        }

        return new(criterion, criterion == DropCriterion.Random ? seed : 0, scores,
            [.. Enumerable.Range(1, map.Depth).OrderBy(t => scores[t - 1]).ThenBy(t => second[t - 1]).ThenByDescending(t => t)]);
    }

    /// <summary>The layers that are left when all but so many are dropped, ascending.</summary>
    public int[] Keep(int count) => [.. DropOrder[(DropOrder.Length - count)..].Order()];

    // The mean over samples of ‖S(t) (x(t-1) - x(t))‖.
    private static double[] FirstOrder(IDenseMap map, Tensor classifier, Tensor x0, CancellationToken cancellation)
    {
        double[] sums = new double[map.Depth];
        for (long start = 0; start < x0.shape[0]; start += Chunk)
        {
            using Tensor chunk = x0.narrow(0, start, Math.Min(Chunk, x0.shape[0] - start));
            using LayerJacobians jacobians = LayerJacobians.Along(map, chunk, cancellation);
            LogitRows.Backward(jacobians, classifier, Add, cancellation);

            void Add(int s, Tensor rows)
            {
                if (s > 0)
                {
                    sums[s - 1] += (rows * (jacobians.State(s - 1) - jacobians.State(s))).sum(2).norm(0).sum().item<double>();
                }
            }
        }

        return [.. sums.Select(sum => sum / x0.shape[0])];
    }

    private static double[] Along(IDepthMap map, Tensor x0, Func<Tensor, LayerStep, Tensor> value, CancellationToken cancellation)
    {
        double[] scores = new double[map.Depth];
        Tensor state = x0.alias();
        for (int t = 1; t <= map.Depth; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            LayerStep step = map.Step(state, t);
            scores[t - 1] = value(state, step).to(float64).mean().item<double>();
            state.Dispose();
            state = step.State.MoveToOuterDisposeScope();
        }

        state.Dispose();
        return scores;
    }

    private static Tensor MeanNorm(Tensor before, LayerStep step) => step.Residual.norm(1);

    private static Tensor Influence(Tensor before, LayerStep step) => nn.functional.cosine_similarity(before.to(float64), step.State.to(float64), 1).Rsub(1);

    private static double[] Shuffled(int count, int seed)
    {
        double[] places = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        ulong state = Seeds.Derive(seed, "layers");
        for (int i = count - 1; i > 0; i--)
        {
            state = Seeds.Next(state);
            int j = (int)Math.BigMul(state, (ulong)(i + 1), out _);
            (places[i], places[j]) = (places[j], places[i]);
        }

        return places;
    }
}
