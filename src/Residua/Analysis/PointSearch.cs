using Residua.Dynamics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The points that starts led to, and those at which they are. Starts are samples first, then class means.</summary>
/// <param name="Points">The fixed points, all different.</param>
/// <param name="Of">The point that each start led to, settled there or not, -1 for none; [starts].</param>
/// <param name="At">The point at which each settled start is, -1 for none; [starts].</param>
/// <param name="NotConverged">Newton starts that failed.</param>
internal sealed record PointSearch(List<FoundPoint> Points, int[] Of, int[] At, int NotConverged)
{
    public static PointSearch OfResidual(
        PreActivationMap weights, Settling settling, StartStates starts, SampleEnding[] endings, FixedPointOptions options,
        Action<double>? progress, CancellationToken cancellation)
    {
        double[] z = settling.Z.cpu().data<double>().ToArray();
        (List<FoundPoint> points, int[] of) =
            ResidualPointSolver.Solve(weights.Weight, z, starts.Count, options.Saturation, options.Near, progress, cancellation);
        return new(points, of, [.. of.Select((point, i) => endings[i] == SampleEnding.Settled ? point : -1)], 0);
    }

    public static PointSearch OfPerceptron(
        IDenseMap map, PreActivationMap weights, Settling settling, StartStates starts, SampleEnding[] endings, FixedPointOptions options,
        Action<double>? progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = weights.Residual(settling.Z);

        // Settled samples differ by next to nothing where they share a point: one start for each such group, then samples of all classes in turn.
        List<int> chosen = [];
        foreach (int i in Enumerable.Range(0, starts.Samples).Where(i => endings[i] == SampleEnding.Settled))
        {
            if (chosen.Count < options.NewtonStarts && IsNew(i))
            {
                chosen.Add(i);
            }
        }

        IEnumerable<int> inTurn = Enumerable.Range(0, starts.Samples).Where(i => endings[i] != SampleEnding.Settled)
            .GroupBy(i => starts.Labels[i]).SelectMany(members => members.Select((i, place) => (i, place))).OrderBy(pair => pair.place).Select(pair => pair.i);
        chosen.AddRange(inTurn.Take(options.NewtonStarts - chosen.Count));
        chosen.AddRange(Enumerable.Range(starts.Samples, starts.Means).Where(i => endings[i] != SampleEnding.Settled || IsNew(i)));
        Tensor from = y.index_select(0, tensor(chosen.Select(i => (long)i).ToArray(), device: y.device));
        (List<FoundPoint> points, int[] solved) = NewtonPointSolver.Solve(map, weights, from, progress, cancellation);

        Tensor[] found = [.. points.Select(point => tensor(point.Point, device: y.device))];
        int[] at = [.. endings.Select((ending, i) => ending != SampleEnding.Settled ? -1 : Array.FindIndex(found, point => Distance(point, y[i]) <= options.Near))];
        int[] of = [.. at];
        foreach ((int k, int start) in chosen.Index())
        {
            of[start] = solved[k] >= 0 ? solved[k] : of[start];
        }

        return new([.. points.Select(point => point with { First = chosen[point.First] })], of, at, solved.Count(point => point < 0));

        bool IsNew(int i) => !chosen.Any(known => Distance(y[known], y[i]) <= options.Near);
    }

    private static double Distance(Tensor first, Tensor second)
    {
        using DisposeScope scope = NewDisposeScope();
        return (first - second).abs().max().item<double>();
    }
}
