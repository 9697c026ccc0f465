using Residua.Kernels;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Kernels;

/// <summary>Products by tiles are those of float64, to float32's rounding, for shapes that fill tiles and shapes that do not.</summary>
public sealed class ProductTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 8, 1, 1 }, { 8, 5, 16 }, { 9, 7, 17 }, { 48, 33, 15 }, { 61, 200, 40 }, { 128, 1064, 130 }, { 13, 2300, 31 }, { 200, 64, 64 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_is_that_of_float64(int m, int k, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(m + k + n);
        Tensor a = randn(m, k), b = randn(k, n), c = randn(m, n);
        Tensor exact = a.to(float64).mm(b.to(float64)), sum = exact.Add(c.to(float64));

        Tensor own = empty([m, n]).Fill_(float.NaN);
        Product.Multiply(a, b, isTransposed: false, own, add: false);
        Near(exact, own, k);

        own.Fill_(float.NaN);
        Product.Multiply(a, b.t().contiguous(), isTransposed: true, own, add: false);
        Near(exact, own, k);

        own.copy_(c);
        Product.Multiply(a, b, isTransposed: false, own, add: true);
        Near(sum, own, k);

        own.Fill_(float.NaN);
        Product.MultiplyTransposed(a.t().contiguous(), b, own);
        Near(exact, own, k);
    }

    [Fact]
    public void A_row_does_not_depend_on_the_rows_beside_it_nor_on_the_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        Tensor a = randn(130, 300), b = randn(300, 70), all = zeros(130, 70), some = zeros(9, 70), single = zeros(130, 70);
        Product.Multiply(a, b, isTransposed: false, all, add: false);
        Product.Multiply(a.slice(0, 50, 59, 1).contiguous(), b, isTransposed: false, some, add: false);
        Assert.Equal(0, (all.slice(0, 50, 59, 1) - some).abs().max().item<float>());

        int threads = get_num_threads();
        try
        {
            set_num_threads(1);
            Product.Multiply(a, b, isTransposed: false, single, add: false);
        }
        finally
        {
            set_num_threads(threads);
        }

        Assert.Equal(0, (all - single).abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Nothing_is_written_beside_the_result(int m, int k, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(m);
        Tensor a = randn(m, k), b = randn(k, n), around = empty([m + 2, n]).Fill_(7f);
        Product.Multiply(a, b, isTransposed: false, around.slice(0, 1, m + 1, 1), add: false);
        Near(a.to(float64).mm(b.to(float64)), around.slice(0, 1, m + 1, 1), k);
        Assert.True(around[0].Eq(7).all().item<bool>());
        Assert.True(around[m + 1].Eq(7).all().item<bool>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => Product.Multiply(ones(8, 5), ones(4, 6), isTransposed: false, zeros(8, 6), add: false));
        Assert.Throws<ArgumentException>(() => Product.Multiply(ones(8, 5), ones(5, 6), isTransposed: false, zeros(8, 5), add: false));
        Assert.Throws<ArgumentException>(() => Product.Multiply(ones(8, 5), ones(5, 6), isTransposed: false, zeros(9, 6), add: false));
    }

    [Fact]
    public void What_is_not_finite_stays_in_its_row()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = ones(20, 30), b = ones(30, 20), c = zeros(20, 20);
        a[7, 3] = tensor(float.NaN);
        Product.Multiply(a, b, isTransposed: false, c, add: false);
        Assert.Equal(20, c.isnan().sum().item<long>());
        Assert.Equal(20, c[7].isnan().sum().item<long>());
    }

    [Fact]
    public void Other_types_go_by_the_library()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = randn(20, 30, float64), b = randn(30, 20, float64), c = zeros([20, 20], float64);
        Product.Multiply(a, b, isTransposed: false, c, add: false);
        Assert.Equal(0, (a.mm(b) - c).abs().max().item<double>(), 1e-12);
        Product.MultiplyTransposed(b, b, c);
        Assert.Equal(0, (b.t().mm(b) - c).abs().max().item<double>(), 1e-12);
    }

    // Rounding of k products of normal numbers: a few 2^-24 √k, and the largest of many is looked at.
    private static void Near(Tensor exact, Tensor own, int k) =>
        Assert.InRange((exact - own.to(float64)).abs().max().item<double>(), 0, 8e-6 * Math.Sqrt(k));
}
