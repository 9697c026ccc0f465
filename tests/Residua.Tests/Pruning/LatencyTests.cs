using Residua.Pruning;
using Xunit;

namespace Residua.Tests.Pruning;

public sealed class LatencyTests
{
    [Fact]
    public void Every_piece_runs_once_a_round_each_time_after_another_beginning()
    {
        List<int> order = [];
        IReadOnlyList<LatencyStatistics> times = Latency.Measure([() => order.Add(0), () => order.Add(1), () => order.Add(2)], 7, 3);
        Assert.Equal([0, 1, 2, /* warm */ 0, 1, 2, 1, 2, 0, 2, 0, 1], order);
        Assert.All(times, one => Assert.Equal((7, 3), (one.Batch, one.Rounds)));
    }

    [Fact]
    public void What_takes_longer_has_the_larger_median()
    {
        IReadOnlyList<LatencyStatistics> times = Latency.Measure([() => Thread.Sleep(1), () => Thread.Sleep(30)], 1, 5);
        Assert.InRange(times[1].Median, 0.03, 10);
        Assert.True(times[0].Median < times[1].Median);
        Assert.All(times, one => Assert.True(one.LowerQuartile <= one.Median && one.Median <= one.UpperQuartile));
    }
}
