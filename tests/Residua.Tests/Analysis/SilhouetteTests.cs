using Residua.Analysis;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class SilhouetteTests
{
    [Fact]
    public void It_is_what_the_definition_says()
    {
        // 0, 1 | 4, 6: a = 1, 1, 2, 2; b = 5, 4, 3.5, 5.5.
        using Tensor points = tensor(new[,] { { 0.0 }, { 1 }, { 4 }, { 6 } });
        double expected = ((1 - (1 / 5.0)) + (1 - (1 / 4.0)) + (1 - (2 / 3.5)) + (1 - (2 / 5.5))) / 4;
        Assert.Equal(expected, Silhouette.Mean(points, [3, 3, 8, 8]), 1e-7);
    }

    [Fact]
    public void One_alone_counts_nothing_and_neither_do_points_that_coincide()
    {
        using Tensor points = tensor(new[,] { { 0.0 }, { 0 }, { 10 } }), same = zeros([4, 3]);
        Assert.Equal(2 / 3.0, Silhouette.Mean(points, [0, 0, 1]), 1e-7);
        Assert.Equal(0, Silhouette.Mean(same, [0, 0, 1, 1]));
    }

    [Fact]
    public void One_class_is_refused()
    {
        using Tensor points = zeros([3, 2]);
        Assert.Contains("two or more different", Assert.Throws<ArgumentException>(() => Silhouette.Mean(points, [1, 1, 1])).Message);
        Assert.Throws<ArgumentException>(() => Silhouette.Mean(points, [1, 0]));
    }
}
