using Residua.Analysis;
using Residua.Embedding;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class TrajectoryPlaneTests
{
    private static readonly int[] s_classes = [.. Enumerable.Range(0, 60).Select(i => i % 3)];

    [Fact]
    public void Classes_whose_transients_differ_lie_apart()
    {
        using Tensor x0 = Inputs(distance: 10);
        TrajectoryPlaneResult result = TrajectoryPlane.Embed(new Halving(), x0, s_classes, new() { Neighbours = 8, QualityNeighbours = 8 });
        Assert.Equal((60, 4, false), (result.Samples, result.Layers, result.ByLayer));
        Assert.Equal(1, result.NeighbourAccuracy);
        Assert.Equal(1, result.Pca.NeighbourAccuracy);
        Assert.Equal(1, result.FullNeighbourAccuracy);
        Assert.Equal(1, result.ShareOfVariance, 1e-9); // y(t) is a multiple of x(0), so 5 directions are all
        Assert.Equal((120, 120, 60), (result.Plane.Length, result.PcaPlane.Length, result.Class.Length));
        Assert.All(result.Layer, layer => Assert.Equal(0, layer));
        Assert.InRange(result.Umap.Trustworthiness, 0.7, 1);
    }

    [Fact]
    public void With_a_point_for_each_layer_ones_own_layers_do_not_vote()
    {
        using Tensor x0 = Inputs(distance: 0);
        TrajectoryPlaneResult result = TrajectoryPlane.Embed(new Constant(), x0, s_classes, new() { ByLayer = true, Neighbours = 8, QualityNeighbours = 5 });
        Assert.Equal(240, result.Sample.Length);
        Assert.Equal([1, 2, 3, 4, 1], result.Layer[..5]);
        Assert.Equal([0, 0, 0, 0, 1], result.Sample[..5]);
        Assert.True(double.IsNaN(result.NeighbourAccuracy)); // claim C11 is of whole trajectories
        Assert.InRange(result.FullNeighbourAccuracy, 0.1, 0.6); // four copies of oneself would make it 1
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // 20 coordinates, or 60 points of 5
    public void Qualities_and_votes_are_those_of_the_points_taken_alone(bool byLayer)
    {
        using DisposeScope scope = NewDisposeScope();
        TrajectoryPlaneResult result = TrajectoryPlane.Embed(new Halving(), Inputs(distance: 2), s_classes, new() { ByLayer = byLayer, Neighbours = 8, QualityNeighbours = 5 });
        using Trajectory trajectory = Rollout.Run(new Halving(), Inputs(distance: 2), 4, new() { Signals = Signals.Residual });
        Tensor points = trajectory[Signals.Residual].transpose(0, 1).reshape(result.Class.Length, -1), plane = tensor(result.Plane, [result.Class.Length, 2]);
        EmbeddingQuality quality = EmbeddingQuality.Measure(points, plane, 5);
        IReadOnlyList<int>? groups = byLayer ? result.Sample : null;
        Assert.Equal((quality.Trustworthiness, quality.Continuity), (result.Umap.Trustworthiness, result.Umap.Continuity));
        Assert.Equal(NeighbourVote.LeaveOneOut(points, result.Class, 5, groups), result.FullNeighbourAccuracy, 0.02);
        using Pca pca = Pca.Fit(points, 2);
        Assert.Equal(pca.Transform(points).data<float>().ToArray(), result.PcaPlane, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Of_points_with_one_coordinate_the_control_is_a_line_in_the_plane()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = linspace(0, 59, 60, float32).unsqueeze(1);
        TrajectoryPlaneResult result = TrajectoryPlane.Embed(new Constant(), x0, s_classes, new() { ByLayer = true, Neighbours = 8, QualityNeighbours = 5 });
        Assert.Equal(2 * 240, result.PcaPlane.Length);
        Assert.All(result.PcaPlane.Where((_, i) => i % 2 == 1), second => Assert.Equal(0, second));
        Assert.Equal(1, result.Pca.Trustworthiness, 0.01);
    }

    [Fact]
    public void Nothing_given_is_changed_and_no_tensor_is_left()
    {
        using Tensor x0 = Inputs(distance: 1), copy = x0.clone();
        using DisposeScope scope = NewDisposeScope();
        TrajectoryPlane.Embed(new Halving(), x0, s_classes, new());
        Assert.Equal(0, scope.DisposablesCount);
        Assert.True(Small.BitsEqual(x0, copy));
    }

    private static Tensor Inputs(double distance)
    {
        (Tensor points, _) = Embedding.Cloud.Blobs(60, 5, 3, distance);
        return points;
    }

    private sealed class Halving : IDepthMap
    {
        public int Depth => 4;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer) => new(state.Mul(0.5), state.Mul(-0.5), zeros_like(state));
    }

    private sealed class Constant : IDepthMap
    {
        public int Depth => 4;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer) => new(state.clone(), state.clone(), zeros_like(state));
    }
}
