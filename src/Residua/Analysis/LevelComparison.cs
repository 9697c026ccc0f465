namespace Residua.Analysis;

/// <summary>Compares the levels of a factor over seeds.</summary>
public static class LevelComparison
{
    /// <summary>The mean of each level, in the order in which levels come first among the values; those that are NaN are left out.</summary>
    public static IReadOnlyList<LevelMean> Means(IEnumerable<LevelValue> values) =>
        [.. values.Where(value => !double.IsNaN(value.Value)).GroupBy(value => value.Level).Select(level => Of(level.Key, level.Select(value => (value.Seed, value.Value))))];

    /// <summary>
    /// The mean difference of each other level from a level of reference, in pairs of one block and one seed: what all levels have in common drops out. Values without a partner are left out,
    /// and so are levels that have none with one.
    /// </summary>
    /// <param name="values">The values of all levels.</param>
    /// <param name="reference">The level of reference.</param>
    public static IReadOnlyList<LevelMean> Differences(IEnumerable<LevelValue> values, string reference)
    {
        IGrouping<string, LevelValue>[] levels = [.. values.Where(value => !double.IsNaN(value.Value)).GroupBy(value => value.Level)];
        Dictionary<(string, int), double> first = levels.Where(level => level.Key == reference).SelectMany(level => level).ToDictionary(value => (value.Block, value.Seed), value => value.Value);
        return
        [
            .. from level in levels
               where level.Key != reference
               let pairs = level.Where(value => first.ContainsKey((value.Block, value.Seed))).Select(value => (value.Seed, value.Value - first[(value.Block, value.Seed)])).ToArray()
               where pairs.Length > 0
               select Of(level.Key, pairs),
        ];
    }

    private static LevelMean Of(string level, IEnumerable<(int Seed, double Value)> values)
    {
        (int Seed, double Value)[] all = [.. values];
        SortedDictionary<int, double> perSeed = new(all.GroupBy(value => value.Seed).ToDictionary(seed => seed.Key, seed => seed.Average(value => value.Value)));
        return new(level, all.Length, perSeed, MeanInterval.Of([.. perSeed.Values]));
    }
}
