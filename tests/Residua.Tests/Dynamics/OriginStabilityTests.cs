using Residua.Dynamics;
using Xunit;

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
        Assert.Equal((approached, left), OriginStability.Directed(weight, neurons, seed: 3));

    [Fact]
    public void Depends_on_the_direction_where_some_lead_away()
    {
        // y_1 grows from wherever it is small beside y_0, and falls otherwise: dy_0 = -y_0², dy_1 = y_1 (y_1 - 3 y_0).
        (double approached, double left) = OriginStability.Directed([-1, 0, -3, 1], 2, seed: 3);
        Assert.True(approached > 0 && left > 0 && approached + left <= 1);
    }
}
