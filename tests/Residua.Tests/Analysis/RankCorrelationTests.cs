using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Known_values()
    {
        double[] quotient = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
        Assert.Equal(-29 / 165.0, RankCorrelation.Spearman(quotient, hours), 1e-12); // 1 - 6 · 194 / (10 · 99)
        Assert.Equal(1, RankCorrelation.Spearman([1, 2, 3], [0.1, 7, 1e9]), 1e-12);
        Assert.Equal(-1, RankCorrelation.Spearman([1, 2, 3], [3, 2, double.NegativeInfinity]), 1e-12);
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), RankCorrelation.Spearman([1, 2, 2, 3], [1, 3, 2, 4]), 1e-12); // a tie
    }

    [Fact]
    public void Without_ranks_there_is_none()
    {
        Assert.Equal(double.NaN, RankCorrelation.Spearman([1], [2]));
        Assert.Equal(double.NaN, RankCorrelation.Spearman([1, 1], [1, 2]));
        Assert.Equal(double.NaN, RankCorrelation.Spearman([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1]));
    }

    [Fact]
    public void Wilsons_interval_is_known()
    {
        (double low, double high) = ProportionInterval.Wilson95(0, 10);
        Assert.Equal((0, 0.277533), (low, Math.Round(high, 6)));
        (low, high) = ProportionInterval.Wilson95(0.1, 100);
        Assert.Equal((0.055229, 0.174366), (Math.Round(low, 6), Math.Round(high, 6)));
    }
}
