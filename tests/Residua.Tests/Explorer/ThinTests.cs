using Residua.App.Explorer.Plots;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class ThinTests
{
    [Theory]
    [InlineData(5, 9)]
    [InlineData(1064, 300)]
    [InlineData(10, 2)]
    [InlineData(1, 1)]
    public void Even_numbers_rise_from_the_first_to_the_last(int count, int most)
    {
        int[] even = Thin.Even(count, most);
        Assert.Equal(Math.Min(count, most), even.Length);
        Assert.Equal((0, count - 1), (even[0], even[^1]));
        Assert.Equal(even.Distinct().Order(), even);
    }

    [Fact]
    public void Layers_are_even_on_their_axis()
    {
        int[] all = [.. Enumerable.Range(1, 1000)];
        int[] log = [.. Thin.Layers(all, 60, isLog: true).Select(place => all[place])], linear = [.. Thin.Layers(all, 60, isLog: false).Select(place => all[place])];
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], log.Take(9));
        Assert.Equal((1000, 1, 1000), (log[^1], linear[0], linear[^1]));
        Assert.InRange(log.Length, 40, 61);
        Assert.InRange(linear.Length, 55, 61);
        Assert.All(log.Skip(30).Zip(log.Skip(29)), pair => Assert.InRange(pair.First / (double)pair.Second, 1.05, 1.25)); // a factor of 1000^(1/59) = 1.12, rounded
        Assert.All(linear.SkipLast(1).Skip(1).Zip(linear), pair => Assert.InRange(pair.First - pair.Second, 16, 18));
        Assert.Equal([0, 1, 2], Thin.Layers([4, 5, 9], 3, isLog: true));
    }

    [Theory]
    [InlineData(0.000123456, 0.0001235)]
    [InlineData(-12.3456, -12.35)]
    [InlineData(123456.7, 123456.7)]
    [InlineData(1e-30, 0)]
    [InlineData(0, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Numbers_keep_four_digits(double value, double expected) => Assert.Equal(expected, Thin.Round(value));
}
