using System.Security.Cryptography;
using Residua.Data;
using Residua.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Data;

public sealed class SyntheticDigitsTests
{
    private const int Area = SyntheticDigits.Size * SyntheticDigits.Size;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_for_any_number_of_threads()
    {
        var one = SyntheticDigits.Generate(300, 5, threads: 1);
        var many = SyntheticDigits.Generate(300, 5, threads: 8);
        Assert.Equal(one.Pixels, many.Pixels);
        Assert.Equal(one.Labels, many.Labels);
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_asked_for()
    {
        var few = SyntheticDigits.Generate(37, 5);
        var more = SyntheticDigits.Generate(300, 5);
        Assert.Equal(few.Pixels, more.Pixels[..few.Pixels.Length]);
        Assert.Equal(few.Labels, more.Labels[..few.Labels.Length]);
    }

    [Fact]
    public void The_bytes_are_those_of_every_release()
    {
        var (pixels, labels) = SyntheticDigits.Generate(100, 1);
        Assert.Equal("ac0632330711b1491e88f3a1d9369857907706ef548755e593e75c612f2579e1", Convert.ToHexStringLower(SHA256.HashData([.. pixels, .. labels])));
    }

    [Fact]
    public void Different_seeds_share_no_image()
    {
        byte[] first = SyntheticDigits.Generate(1000, 1).Pixels;
        byte[] second = SyntheticDigits.Generate(1000, 2).Pixels;
        int distinct = first.Chunk(Area).Concat(second.Chunk(Area)).Select(image => Convert.ToHexString(SHA256.HashData(image))).Distinct().Count();
        Assert.Equal(2000, distinct);
    }

    [Fact]
    public void Each_ten_in_a_row_hold_every_class_once_in_an_order_that_varies()
    {
        byte[][] groups = [.. SyntheticDigits.Generate(500, 3).Labels.Chunk(10)];
        Assert.All(groups, group => Assert.Equal(Enumerable.Range(0, 10), group.Order().Select(label => (int)label)));
        Assert.True(groups.Select(Convert.ToHexString).Distinct().Count() > 45);
    }

    [Fact]
    public void Every_image_is_mostly_paper_with_dark_ink_inside()
    {
        foreach (byte[] image in SyntheticDigits.Generate(1000, 4).Pixels.Chunk(Area))
        {
            Assert.True(image.Max() >= 128);
            Assert.InRange(image.Count(pixel => pixel > 64), 25, 350);
            Assert.True(image.Count(pixel => pixel == 0) > Area / 3);
        }
    }

    [Fact]
    public void No_digits_are_an_empty_set_and_impossible_counts_are_refused()
    {
        Assert.Empty(SyntheticDigits.Generate(0, 1).Labels);
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(int.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(1, 1, threads: 0));
    }

    [Fact]
    public void Logistic_regression_errs_on_more_than_6_percent_and_learns_more_than_half()
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = Pooled(10_000, seed: 1);
        var (testInputs, testLabels) = Pooled(2_000, seed: 2);
        Tensor targets = nn.functional.one_hot(labels, 10).to(float32);
        Tensor preconditioner = linalg.inv(inputs.T.mm(inputs).Add(eye(197).Mul(10))).mm(inputs.T).Mul(2); // Böhning's bound of the Hessian
        Tensor weights = zeros(197, 10);
        for (int step = 0; step < 40; step++)
        {
            weights = weights.Add(preconditioner.mm(targets - inputs.mm(weights).softmax(1)));
        }

        double error = testInputs.mm(weights).argmax(1).ne(testLabels).to(float64).mean().item<double>();
        Assert.InRange(error, 0.06, 0.5);
    }

    // Images pooled 2×2 to 14×14, with a constant: [B,197], and labels [B].
    private static (Tensor Inputs, Tensor Labels) Pooled(int count, int seed)
    {
        var (pixels, labels) = SyntheticDigits.Generate(count, seed);
        Tensor images = tensor(pixels).to(float32).Div(255).view(count, 14, 2, 14, 2).mean([2L, 4L]).view(count, 196);
        return (cat([images, ones(count, 1)], 1), tensor(labels).to(int64));
    }
}
