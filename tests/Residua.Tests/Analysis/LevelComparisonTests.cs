using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

/// <summary>Means and paired differences over seeds, by numbers worked out by hand.</summary>
public sealed class LevelComparisonTests
{
    [Fact]
    public void The_interval_of_a_mean_is_students()
    {
        // s² = 1, so the standard error is 1/√3, and t(0.975, 2) = 4.3027.
        MeanInterval mean = MeanInterval.Of([1, 2, 3]);
        Assert.Equal((3, 2.0), (mean.Count, mean.Mean));
        Assert.Equal(2 - (4.3027 / Math.Sqrt(3)), mean.Low!.Value, 12);
        Assert.Equal(2 + (4.3027 / Math.Sqrt(3)), mean.High!.Value, 12);
    }

    [Fact]
    public void One_value_has_no_interval_and_none_has_no_mean()
    {
        Assert.Null(MeanInterval.Of([5]).Low);
        Assert.Null(MeanInterval.Of([1, double.PositiveInfinity]).High);
        Assert.Throws<ArgumentException>(() => MeanInterval.Of([]));
    }

    [Fact]
    public void Means_are_over_seeds_after_blocks()
    {
        // Seed 1: (1 + 3) / 2 = 2; seed 2: (5 + 7) / 2 = 6.
        LevelMean mean = Assert.Single(LevelComparison.Means([new("a", "x", 1, 1), new("a", "y", 1, 3), new("a", "x", 2, 5), new("a", "y", 2, 7)]));
        Assert.Equal([2.0, 6.0], mean.PerSeed.Values);
        Assert.Equal((4, 2, 4.0), (mean.Values, mean.OverSeeds.Count, mean.OverSeeds.Mean));
    }

    [Fact]
    public void What_pairs_have_in_common_drops_out_of_their_difference()
    {
        // Blocks and seeds differ by tens; level b lies 1 above level a in every pair.
        LevelValue[] values =
        [
            .. from level in new[] { ("a", 0.0), ("b", 1.0) }
               from block in new[] { ("x", 0.0), ("y", 10.0) }
               from seed in new[] { 1, 2, 3 }
               select new LevelValue(level.Item1, block.Item1, seed, level.Item2 + block.Item2 + (100.0 * seed)),
        ];
        LevelMean difference = Assert.Single(LevelComparison.Differences(values, "a"));
        Assert.Equal(("b", 6, 3), (difference.Level, difference.Values, difference.OverSeeds.Count));
        Assert.Equal((1.0, 1.0, 1.0), (difference.OverSeeds.Mean, difference.OverSeeds.Low, difference.OverSeeds.High));
    }

    [Fact]
    public void Values_without_a_partner_are_left_out_of_differences()
    {
        LevelMean difference = Assert.Single(LevelComparison.Differences([new("a", "", 1, 1), new("b", "", 1, 4), new("b", "", 2, 100), new("c", "", 3, 7), new("b", "", 4, double.NaN)], "a"));
        Assert.Equal(("b", 1, 3.0), (difference.Level, difference.Values, difference.OverSeeds.Mean));
        Assert.Empty(LevelComparison.Differences([new("a", "", 1, 1)], "a"));
        Assert.Empty(LevelComparison.Differences([new("b", "", 1, 1), new("c", "", 1, 2)], "a")); // no values of the reference
    }
}
