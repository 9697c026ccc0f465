using Residua.Kernels;
using Residua.Numerics;
using Residua.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Kernels;

/// <summary>The update in one pass is the update by tensors in float64.</summary>
public sealed class AdamWUpdateTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Steps_in_float32_follow_those_in_float64(double decay)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(2);
        Tensor start = randn(37, 29, float64), narrow = start.to(float32), wide = start.clone();
        TrainingSpec spec = new() { Decay = decay };
        using AdamW own = new(spec, [new("w", narrow)]), plain = new(spec, [new("w", wide)]);
        for (int step = 1; step <= 20; step++)
        {
            Tensor gradient = randn(37, 29, float64);
            own.Step([gradient.to(float32)], 0.5, 1e-2, step);
            plain.Step([gradient.clone()], 0.5, 1e-2, step);
        }

        Assert.InRange((wide - narrow.to(float64)).abs().max().item<double>(), 0, 3e-6);
        Assert.True((wide - start).abs().max().item<double>() > 0.05);
    }

    [Fact]
    public void Sums_of_squares_and_of_columns_are_those_of_float64()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor a = randn(301, 45), sums = zeros(45);
        double exact = a.to(float64).Square().sum().item<double>();
        Assert.Equal(exact, SquareSum.Of(Matrix.Of(a)), 1e-9 * exact);
        ColumnSums.Of(Matrix.Of(a), Matrix.Of(sums));
        Assert.InRange((a.to(float64).sum([0]) - sums.to(float64)).abs().max().item<double>(), 0, 1e-4);
    }
}
