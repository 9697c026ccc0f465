using Residua.Embedding;
using Residua.Networks;
using Residua.Runs;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Benchmarks.Jobs;

/// <summary>UMAP of images or of final states; the answer is the trustworthiness of the plane.</summary>
internal static class UmapJob
{
    private const int Judged = 10_000;

    /// <summary>Of training images as they are, or where a network is named of their x(T).</summary>
    public static Comparison Of(string name, int count, string? network, double target) =>
        new(name, $"UMAP of {count} × {(network is null ? "784 pixels" : "1064 final states of " + network)}", new Dictionary<string, double> { [Peers.Umap] = target }, bench => Start(bench, count, network))
        {
            Agreement = $"trustworthiness of the plane at 15 neighbours{(count > Judged ? $", of the first {Judged}" : "")}",
            Rounds = 3,
        };

    private static IReadOnlyList<Contestant> Start(Workbench bench, int count, string? name)
    {
        Tensor points = Workbench.First(bench.Training, count).Pixels;
        if (name is not null)
        {
            using LayeredNetwork network = bench.Network(name);
            using Tensor pixels = points, x0 = network.Embed(pixels);
            using Trajectory trajectory = Rollout.Run(network, x0, network.Depth, Recording.FinalState);
            points = trajectory.FinalState.clone();
        }

        Contestant peer = Contestant.Python(bench, Peers.Umap, "embedding", () => new Dictionary<string, NpyArray> { ["points"] = Workbench.Array(points) });
        return
        [
            new("Residua", () => Judge(points, Lap.Of(() => [.. Umap.Fit(points, new() { Neighbours = 15, MinDistance = 0.1 }).Coordinates.Select(value => (double)value)])), points),
            new(Peers.Umap, () => Judge(points, peer.Run()), peer),
        ];
    }

    private static Lap Judge(Tensor points, Lap lap)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor plane = tensor(lap.Answer.ToArray()).view(-1, 2);
        long judged = Math.Min(Judged, points.shape[0]);
        return lap with { Answer = [EmbeddingQuality.Measure(points.slice(0, 0, judged, 1), plane.slice(0, 0, judged, 1), 15).Trustworthiness] };
    }
}
