using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>Classification by the majority of nearest neighbours; of classes with as many votes, the one whose nearest voter is nearest wins.</summary>
public static class NeighbourVote
{
    /// <summary>The share of points whose class the majority of their nearest other points has.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="classes">The class of each, [n].</param>
    /// <param name="neighbours">k, voters.</param>
    /// <param name="groups">Where given, [n]: points of one's own group do not vote, so that layers of one sample do not vouch for each other.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or there are too few voters.</exception>
    public static double LeaveOneOut(Tensor points, IReadOnlyList<int> classes, int neighbours, IReadOnlyList<int>? groups = null, int threads = 0, CancellationToken cancellation = default)
    {
        if (classes.Count != points.shape[0] || (groups is not null && groups.Count != classes.Count))
        {
            throw new ArgumentException($"There are {points.shape[0]} points; give as many classes, and groups where there are any.", nameof(classes));
        }

        NeighbourLists lists = Neighbours.Find(points, Voters(neighbours, groups), threads, cancellation);
        return Accuracy(lists, classes, classes, neighbours, groups);
    }

    /// <summary>The same, of points whose distances are at hand.</summary>
    internal static double LeaveOneOut(
        PointDistances points, IReadOnlyList<int> classes, int neighbours, IReadOnlyList<int>? groups, CancellationToken cancellation)
    {
        int voters = Voters(neighbours, groups);
        return voters < points.Count
            ? Accuracy(Neighbours.Find(points, voters, cancellation), classes, classes, neighbours, groups)
            : throw new ArgumentException($"{voters} neighbours were asked for, but there are {points.Count} points; give 1 to {points.Count - 1}.", nameof(neighbours));
    }

    /// <summary>The same by given squared distances of queries from points, [B,n] of float64.</summary>
    internal static double Accuracy(
        Tensor squaredDistances, IReadOnlyList<int> queryClasses, IReadOnlyList<int> classes, int neighbours, CancellationToken cancellation) =>
        Accuracy(Neighbours.Of(squaredDistances, neighbours, cancellation), queryClasses, classes, neighbours, groups: null);

    /// <summary>The share of queries whose class the majority of their nearest points has.</summary>
    /// <param name="queries">[B,N], finite.</param>
    /// <param name="queryClasses">[B].</param>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="classes">[n].</param>
    /// <param name="neighbours">k, voters.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends it between blocks.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or there are too few points.</exception>
    public static double Accuracy(
        Tensor queries, IReadOnlyList<int> queryClasses, Tensor points, IReadOnlyList<int> classes, int neighbours, int threads = 0,
        CancellationToken cancellation = default)
    {
        Check(queries, queryClasses, points, classes);
        return Accuracy(Neighbours.Find(queries, points, neighbours, threads, cancellation), queryClasses, classes, neighbours, groups: null);
    }

    /// <summary>The same, with the distances shown on the way, as by <see cref="Neighbours"/>.</summary>
    internal static double Accuracy(
        Tensor queries, IReadOnlyList<int> queryClasses, Tensor points, IReadOnlyList<int> classes, int neighbours, Action<int, Tensor>? show,
        CancellationToken cancellation)
    {
        Check(queries, queryClasses, points, classes);
        return Accuracy(Neighbours.Find(queries, points, neighbours, show, cancellation), queryClasses, classes, neighbours, groups: null);
    }

    private static void Check(Tensor queries, IReadOnlyList<int> queryClasses, Tensor points, IReadOnlyList<int> classes)
    {
        if (queryClasses.Count != queries.shape[0] || classes.Count != points.shape[0])
        {
            throw new ArgumentException("There must be one class for each query and each point.", nameof(queryClasses));
        }
    }

    // One's own group may be the nearest of all, so as many more are asked for.
    private static int Voters(int neighbours, IReadOnlyList<int>? groups) =>
        neighbours + (groups is null ? 0 : groups.GroupBy(group => group).Max(group => group.Count()) - 1);

    private static double Accuracy(
        NeighbourLists lists, IReadOnlyList<int> queryClasses, IReadOnlyList<int> classes, int neighbours, IReadOnlyList<int>? groups)
    {
        int right = 0;
        for (int query = 0; query < lists.Queries; query++)
        {
            int winner = lists.Indices.Skip(query * lists.Count).Take(lists.Count)
                .Where(voter => groups is null || groups[voter] != groups[query])
                .Take(neighbours)
                .GroupBy(voter => classes[voter]) // in the order of the first voters, which a stable sort keeps
                .OrderByDescending(votes => votes.Count())
                .First().Key;
            right += winner == queryClasses[query] ? 1 : 0;
        }

        return (double)right / lists.Queries;
    }
}
