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
    /// <exception cref="ArgumentException">Sizes do not agree, or there are too few voters.</exception>
    public static double LeaveOneOut(Tensor points, IReadOnlyList<int> classes, int neighbours, IReadOnlyList<int>? groups = null, int threads = 0)
    {
        if (classes.Count != points.shape[0] || (groups is not null && groups.Count != classes.Count))
        {
            throw new ArgumentException($"There are {points.shape[0]} points; give as many classes, and groups where there are any.", nameof(classes));
        }

        int own = groups is null ? 0 : groups.GroupBy(group => group).Max(group => group.Count()) - 1;
        NeighbourLists lists = Neighbours.Find(points, neighbours + own, threads);
        return Accuracy(lists, classes, classes, neighbours, groups);
    }

    /// <summary>The share of queries whose class the majority of their nearest points has.</summary>
    /// <param name="queries">[B,N], finite.</param>
    /// <param name="queryClasses">[B].</param>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="classes">[n].</param>
    /// <param name="neighbours">k, voters.</param>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or there are too few points.</exception>
    public static double Accuracy(
        Tensor queries, IReadOnlyList<int> queryClasses, Tensor points, IReadOnlyList<int> classes, int neighbours, int threads = 0)
    {
        if (queryClasses.Count != queries.shape[0] || classes.Count != points.shape[0])
        {
            throw new ArgumentException("There must be one class for each query and each point.", nameof(queryClasses));
        }

        return Accuracy(Neighbours.Find(queries, points, neighbours, threads), queryClasses, classes, neighbours, groups: null);
    }

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
