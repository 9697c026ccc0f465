using System.CommandLine;
using Residua.Analysis;
using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Analyses;

/// <summary>Brings transients into the plane, with principal components as a control.</summary>
internal sealed class UmapAnalysis() : RunAnalysis("umap", "transients in the plane by UMAP, and how far to trust it (Figure 6A)")
{
    /// <summary>Samples where the user does not say: of whole trajectories, and of points for each layer.</summary>
    public const int DefaultTrajectories = 2000, DefaultPoints = 300;

    private readonly Option<string> _of = new("--umap-of")
    {
        HelpName = "trajectories|points",
        Description = $"A point is a sample's whole y(1..T), or each y(t) [default: trajectories, of {DefaultTrajectories} samples; points, of {DefaultPoints}]",
    };

    private readonly Option<string> _neighbours = new("--umap-neighbours") { HelpName = "NUMBER", Description = "Neighbours, counted with the point itself [default: 15]" };
    private readonly Option<string> _distance = new("--umap-min-dist") { HelpName = "DISTANCE", Description = "Least distance of points in the plane [default: 0.1]" };

    public override IReadOnlyList<Option> Options => [_of, _neighbours, _distance];

    public override string? Refusal(LayeredNetwork network) => null;

    public override AnalysisOutcome Run(AnalysisCall call)
    {
        bool points = call.Invocation.Value(_of)?.OneOf("trajectories", "points") == "points";
        (ImageSet images, string split) = call.Samples(points ? DefaultPoints : DefaultTrajectories);
        int count = (int)Math.Min(Array.MaxLength, (long)images.Count * (points ? call.Network.Depth : 1)), neighbours = call.Invocation.Value(_neighbours)?.Whole(2, Most.Repetitions) ?? Math.Min(new TrajectoryPlaneOptions().Neighbours, count);
        double distance = call.Invocation.Value(_distance)?.Number(0, Most.Real) ?? new TrajectoryPlaneOptions().MinDistance;
        if (count < Math.Max(3, neighbours) || distance is < 0 or >= 3)
        {
            throw new UsageException(
                $"There are {count} points: give --umap-neighbours 2 to {count} with at least 3 points (--samples), and --umap-min-dist from 0 to below 3.");
        }

        TrajectoryPlaneOptions options = new()
        {
            ByLayer = points,
            Seed = call.Seed,
            Neighbours = neighbours,
            MinDistance = distance,
            QualityNeighbours = Math.Min(new TrajectoryPlaneOptions().QualityNeighbours, (count - 1) / 2),
        };
        using torch.Tensor x0 = call.Embed(images);
        TrajectoryPlaneResult result = TrajectoryPlane.Embed(call.Network, x0, AnalysisCall.Classes(images), options, call.Stop) with { Split = split };
        call.Store(this, result, Arrays(result));
        return new(
            result,
            [
                ("Points", $"{result.Class.Length:N0}: {(points ? $"each of {result.Layers} layers" : $"whole transients of {result.Layers} layers")} of {result.Samples:N0} samples"),
                ("UMAP", Quality(result.Umap)),
                ("Principal components", Quality(result.Pca)),
                ("In all coordinates", $"neighbours' vote {Readable.Percent(result.FullNeighbourAccuracy)}"),
            ]);

        static string Quality(PlaneQuality plane) =>
            $"trustworthiness {plane.Trustworthiness:F4}, continuity {plane.Continuity:F4}, neighbours' vote {Readable.Percent(plane.NeighbourAccuracy)}";
    }

    public override TrajectoryPlaneResult Load(RunFolder run)
    {
        TrajectoryPlaneResult result = run.ReadResult<TrajectoryPlaneResult>(Name);
        IReadOnlyDictionary<string, NpyArray> arrays = run.ReadArrays(Name);
        return result with
        {
            Plane = arrays["umap"].AsFloats().ToArray(),
            PcaPlane = arrays["pca"].AsFloats().ToArray(),
            Sample = arrays["sample"].AsInts().ToArray(),
            Layer = arrays["layer"].AsInts().ToArray(),
            Class = arrays["class"].AsInts().ToArray(),
        };
    }

    private static Dictionary<string, NpyArray> Arrays(TrajectoryPlaneResult result) => new()
    {
        ["umap"] = NpyArray.Of(result.Plane, result.Class.Length, 2),
        ["pca"] = NpyArray.Of(result.PcaPlane, result.Class.Length, 2),
        ["sample"] = NpyArray.Of(result.Sample, result.Class.Length),
        ["layer"] = NpyArray.Of(result.Layer, result.Class.Length),
        ["class"] = NpyArray.Of(result.Class, result.Class.Length),
    };
}
