using Residua.Dynamics;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class OriginStabilityTests
{
    [Theory]
    [InlineData(new[] { -1.0 }, 1, 1, 0)]
    [InlineData(new[] { 2.0 }, 1, 0, 1)]
    [InlineData(new[] { 0.0 }, 1, 0, 0)]
    [InlineData(new[] { -1.0, -2, -2, -1 }, 2, 1, 0)] // all compete
    [InlineData(new[] { 0.0, 1, 1, 0 }, 2, 0, 1)]     // both cooperate
    public void Is_told_by_integration(double[] weight, int neurons, double approached, double left) =>
        Assert.Equal((approached, left), Directed(weight, neurons));

    [Fact]
    public void Depends_on_the_direction_where_some_lead_away()
    {
        // y_1 grows from wherever it is small beside y_0, and falls otherwise: dy_0 = -y_0², dy_1 = y_1 (y_1 - 3 y_0).
        (double approached, double left) = Directed([-1, 0, -3, 1], 2);
        Assert.True(approached > 0 && left > 0 && approached + left <= 1);
    }

    [Fact]
    public void Can_be_cancelled_and_leaves_nothing_alive()
    {
        using Tensor weight = tensor(new[] { -1.0, 0, -3, 1 }).reshape(2, 2);
        long before = LiveTensors.Settled();
        OriginStability.Directed(weight, seed: 3, TestContext.Current.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => OriginStability.Directed(weight, seed: 3, new(canceled: true)));
        Assert.Equal(before, LiveTensors.Count);
    }

    private static (double Approached, double Left) Directed(double[] weight, int neurons)
    {
        using Tensor flat = tensor(weight), matrix = flat.reshape(neurons, neurons);
        return OriginStability.Directed(matrix, seed: 3, TestContext.Current.CancellationToken);
    }
}
