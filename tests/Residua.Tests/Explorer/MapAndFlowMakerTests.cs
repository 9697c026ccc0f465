using Residua.App.Explorer.Services;
using Residua.Dynamics;
using Residua.Networks;
using Xunit;

namespace Residua.Tests.Explorer;

public sealed class MapAndFlowMakerTests
{
    [Theory]
    [InlineData("residual", "shared", true)]
    [InlineData("residual", "shared", false)]
    [InlineData("residual", "variable", true)]
    [InlineData("perceptron", "shared", false)]
    public void Both_start_together_and_the_flow_has_every_layer_of_the_map(string kind, string weights, bool isState)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        LoadedNetwork loaded = new(network, Small.Images(60));
        PlanePaths plane = PlaneMaker.Make(loaded, new(isState, 5, 5, false, 1), default);
        MapAndFlow ways = MapAndFlowMaker.Make(loaded, plane, plane.Samples[3].Index, 5, default);
        Assert.Equal(IntegrationOutcome.Done, ways.Outcome);
        Assert.Equal(isState ? 6 : 5, ways.Map.Length);
        Assert.Equal(5, ways.Map[^1].Layer);
        Assert.Equal(5, ways.Flow[^1].Layer);
        Assert.All(ways.Distance, distance => Assert.True(double.IsFinite(distance)));
        Assert.Equal(ways.Map.Select((_, i) => plane.At(i, 3, 0)), ways.Map.Select(point => point.X), (a, b) => Math.Abs(a - b) < 1e-5); // the map's way is that of the plane above
        if (kind == "residual")
        {
            Assert.Equal(0, ways.Distance[0], 1e-9);
            Assert.InRange(ways.Distance[^1], 1e-6, 0.5);
        }
    }
}
