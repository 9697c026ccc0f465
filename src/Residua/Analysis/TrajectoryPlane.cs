using Residua.Embedding;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// Brings the transients of samples into the plane by UMAP, with the first two principal components as a control. A point is the
/// whole transient of a sample, y(1), …, y(T) side by side (T N coordinates), or each y(t) is one.
/// </summary>
/// <remarks>
/// UMAP sees the leading principal components, which keep nearly all distances; qualities are taken against all coordinates. With
/// a point for each layer, points of one's own sample have no vote. That classes lie apart in the plane is more than that they
/// can be told apart (<see cref="Separability"/>), and less than that they are far apart: UMAP sharpens gaps.
/// Source: paper, section 6, Figure 6A, claim C11.
/// </remarks>
public static class TrajectoryPlane
{
    /// <summary>Embeds them.</summary>
    /// <param name="map">The network; its trained layers are run.</param>
    /// <param name="x0">Embedded samples, [B,N].</param>
    /// <param name="classes">The class of each, [B].</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">There are too few samples, or residuals are not finite.</exception>
    public static TrajectoryPlaneResult Embed(
        IDepthMap map, Tensor x0, IReadOnlyList<int> classes, TrajectoryPlaneOptions options, CancellationToken cancellation = default)
    {
        ClassRows.Require(x0, classes);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int samples = classes.Count, layers = map.Depth;
        using Trajectory trajectory = Rollout.Run(map, x0, layers, new() { Signals = Signals.Residual }, cancellation: cancellation);
        Tensor bySample = trajectory[Signals.Residual].transpose(0, 1);                                                     // [B,T,N]
        Tensor points = options.ByLayer ? bySample.reshape(samples * layers, -1) : bySample.reshape(samples, -1);            // [B T,N] or [B,T N]
        int perSample = options.ByLayer ? layers : 1, count = samples * perSample;
        int[] sample = [.. Enumerable.Range(0, count).Select(i => i / perSample)], pointClasses = [.. sample.Select(i => classes[i])];

        using PointDistances distances = new(points); // centred and multiplied once, for all that follows
        using Pca pca = Pca.Fit(distances, (int)Math.Min(Math.Max(2, options.Components), Math.Min(count, points.shape[1])), cancellation);
        Tensor leading = distances.Centred.mm(pca.Components.t()).to(points.dtype), control = FirstTwo(leading);
        cancellation.ThrowIfCancellationRequested();
        Umap umap = Umap.Fit(leading, new() { Neighbours = options.Neighbours, MinDistance = options.MinDistance, Seed = options.Seed }, cancellation);
        float[] plane = [.. umap.Coordinates];
        Tensor[] planes = [tensor(plane, [count, 2]), control];
        EmbeddingQuality[] qualities = EmbeddingQuality.Measure(distances, planes, options.QualityNeighbours, threads: 0, cancellation);
        IReadOnlyList<int>? groups = options.ByLayer ? sample : null;
        return new()
        {
            ByLayer = options.ByLayer,
            Samples = samples,
            Layers = layers,
            Neighbours = options.Neighbours,
            MinDistance = options.MinDistance,
            Components = pca.Variances.Count,
            ShareOfVariance = pca.ShareOfVariance,
            PcaShareOfVariance = pca.Variances.Take(2).Sum() / pca.TotalVariance,
            QualityNeighbours = options.QualityNeighbours,
            Umap = Quality(0),
            Pca = Quality(1),
            FullNeighbourAccuracy = NeighbourVote.LeaveOneOut(distances, pointClasses, options.QualityNeighbours, groups, cancellation),
            Plane = plane,
            PcaPlane = control.cpu().contiguous().data<float>().ToArray(),
            Sample = sample,
            Layer = [.. Enumerable.Range(0, count).Select(i => options.ByLayer ? 1 + (i % layers) : 0)],
            Class = pointClasses,
        };

        PlaneQuality Quality(int shown) => new(
            qualities[shown].Trustworthiness,
            qualities[shown].Continuity,
            NeighbourVote.LeaveOneOut(planes[shown], pointClasses, options.QualityNeighbours, groups, cancellation: cancellation));
    }

    // [M,2] of components [M,C]; 0 where there is no second.
    private static Tensor FirstTwo(Tensor components)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = components.slice(1, 0, 2, 1).to(float32);
        return (first.shape[1] == 2 ? first : cat([first, zeros_like(first)], 1)).MoveToOuterDisposeScope();
    }
}
