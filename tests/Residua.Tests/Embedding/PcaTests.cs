using Residua.Embedding;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

public sealed class PcaTests
{
    [Fact]
    public void A_known_covariance_is_found()
    {
        // ± 3 along (0.6, -0.8), ± 1 along (0.8, 0.6), around (5, -2): variances 9/2 and 1/2.
        using Tensor points = tensor(new[,] { { 5 + 1.8, -2 - 2.4 }, { 5 - 1.8, -2 + 2.4 }, { 5.8, -1.4 }, { 4.2, -2.6 } });
        using Pca pca = Pca.Fit(points, 2);
        Assert.Equal([5, -2], pca.Mean.data<double>().ToArray().Select(value => Math.Round(value, 12)));
        Assert.Equal([-0.6, 0.8, 0.8, 0.6], pca.Components.data<double>().ToArray().Select(value => Math.Round(value, 12))); // the largest entry is positive
        Assert.Equal([4.5, 0.5], pca.Variances.Select(value => Math.Round(value, 12)));
        Assert.Equal(5, pca.TotalVariance, 1e-12);
        using Tensor along = pca.Transform(points);
        Assert.Equal([-3, 0, 3, 0, 0, 1, 0, -1], along.data<double>().ToArray().Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void Inner_products_and_covariance_give_the_same_components()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor points = Cloud.Blobs(20, 30, 3, 4).Points.to(float64), wide = cat([points, zeros([20, 1], float64)], 1).repeat([2, 1]); // 40 points of 31 coordinates
        Tensor few = wide[..20]; // 20 points: the other way
        using Pca covariance = Pca.Fit(wide, 5), products = Pca.Fit(few, 5);
        Assert.True(Small.RelativeDifference(products.Components, covariance.Components) < 1e-8);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(covariance.Variances[i], products.Variances[i], 1e-8));
        Assert.Equal(covariance.TotalVariance, products.TotalVariance, 1e-8);
    }

    [Fact]
    public void Points_of_a_plane_come_back_from_two_components()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor axes = tensor(Enumerable.Range(0, 160).Select(i => Math.Sin(i * i)).ToArray(), [2, 80]), points = Cloud.Blobs(50, 2, 2, 4).Points.to(float64).mm(axes).Add(3);
        using Pca pca = Pca.Fit(points, 4);
        Assert.Equal(1, pca.Variances.Take(2).Sum() / pca.TotalVariance, 1e-10);
        Assert.True(Small.RelativeDifference(pca.Transform(points).mm(pca.Components).Add(pca.Mean), points) < 1e-8);
        Assert.True(Small.RelativeDifference(pca.Components.mm(pca.Components.t()), eye(4, dtype: float64)) < 1e-8); // orthonormal, where there is no variance too
    }

    [Fact]
    public void More_components_than_there_are_are_refused()
    {
        using Tensor points = zeros([3, 9]);
        Assert.Contains("1 to 3 components, not 4", Assert.Throws<ArgumentException>(() => Pca.Fit(points, 4)).Message);
    }

    [Fact]
    public void No_tensor_is_left()
    {
        using Tensor points = Cloud.Blobs(20, 3, 2, 4).Points;
        using DisposeScope scope = NewDisposeScope();
        using (Pca pca = Pca.Fit(points, 2))
        {
            using Tensor along = pca.Transform(points);
        }

        Assert.Equal(0, scope.DisposablesCount);
    }
}
