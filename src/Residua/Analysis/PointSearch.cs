using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The points that samples led to, and those at which they are.</summary>
/// <param name="Points">The fixed points, all different.</param>
/// <param name="Found">How many samples led to each, settled there or not.</param>
/// <param name="At">The point at which each settled sample is, -1 for none; [B].</param>
/// <param name="NotConverged">Newton starts that failed.</param>
internal sealed record PointSearch(List<FoundPoint> Points, int[] Found, int[] At, int NotConverged)
{
    public static PointSearch OfResidual(
        PreActivationMap weights, Settling settling, SampleEnding[] endings, FixedPointOptions options, CancellationToken cancellation)
    {
        double[] z = settling.Z.cpu().data<double>().ToArray(), weight = weights.Weight.cpu().data<double>().ToArray();
        (List<FoundPoint> points, int[] of, double[] distance) = ResidualPointSolver.Solve(weight, z, endings.Length, options.Saturation, cancellation);
        int[] at = [.. of.Select((point, i) => endings[i] == SampleEnding.Settled && distance[i] <= options.Near ? point : -1)];
        return new(points, [.. points.Select((_, k) => of.Count(point => point == k))], at, 0);
    }

    public static PointSearch OfPerceptron(
        IDenseMap map, PreActivationMap weights, Settling settling, SampleEnding[] endings, int[] labels, FixedPointOptions options,
        Action<double>? progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = weights.Residual(settling.Z);

        // Settled samples differ by next to nothing where they share a point: one start for each such group, then samples of all classes in turn.
        List<int> starts = [];
        foreach (int i in Enumerable.Range(0, labels.Length).Where(i => endings[i] == SampleEnding.Settled))
        {
            if (starts.Count < options.NewtonStarts && !starts.Any(known => Distance(y[known], y[i]) <= options.Near))
            {
                starts.Add(i);
            }
        }

        IEnumerable<int> inTurn = Enumerable.Range(0, labels.Length).Where(i => endings[i] != SampleEnding.Settled)
            .GroupBy(i => labels[i]).SelectMany(members => members.Select((i, place) => (i, place))).OrderBy(pair => pair.place).Select(pair => pair.i);
        starts.AddRange(inTurn.Take(options.NewtonStarts - starts.Count));
        Tensor from = y.index_select(0, tensor(starts.Select(i => (long)i).ToArray(), device: y.device));
        (List<FoundPoint> points, int[] of) = NewtonPointSolver.Solve(map, weights, from, progress, cancellation);

        Tensor[] found = [.. points.Select(point => tensor(point.Point, device: y.device))];
        int[] at = [.. endings.Select((ending, i) => ending != SampleEnding.Settled ? -1 : Array.FindIndex(found, point => Distance(point, y[i]) <= options.Near))];
        return new(
            [.. points.Select(point => point with { First = starts[point.First] })],
            [.. points.Select((_, k) => Math.Max(of.Count(point => point == k), at.Count(point => point == k)))],
            at, of.Count(point => point < 0));
    }

    private static double Distance(Tensor first, Tensor second)
    {
        using DisposeScope scope = NewDisposeScope();
        return (first - second).abs().max().item<double>();
    }
}
