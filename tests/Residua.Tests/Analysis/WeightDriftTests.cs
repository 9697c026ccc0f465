using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class WeightDriftTests
{
    [Fact]
    public void Differences_and_angles_are_those_of_the_matrices()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable", layers: 4));
        double[] sizes = [1, 2, 2.5, -2.5];
        for (int i = 0; i < 4; i++)
        {
            network.Parameters.Weights[i].Fill_(sizes[i]);
            network.Parameters.Biases[i].Fill_(i + 1);
        }

        WeightDrift.Measure(network);
        long live = LiveTensors.Settled();
        WeightDriftResult result = WeightDrift.Measure(network);
        Assert.Equal(live, LiveTensors.Count);
        Assert.Equal([0.5, 0.2, 2], result.Differences.Select(Rounded));
        Assert.Equal([1, 1, -1], result.Cosines.Select(Rounded));
        Assert.Equal([0.5, 0.333333333, 0.25], result.BiasDifferences.Select(Rounded));
        Assert.Equal([7, 14, 17.5, 17.5], result.Norms.Select(Rounded));
        Assert.Equal([0.6, 0.2, 0, 2], result.Distances[2].Select(Rounded));
        Assert.Equal(result.Distances[2], result.Distances.Select(row => row[2]));
        Measurement measurement = result.ToMeasurement(3);
        Assert.Equal((3, 2, 0.2, "layers 2–4"), (measurement.Seed, Rounded(measurement.Values["lastDifference"]), Rounded(measurement.Values["previousDifference"]), measurement.Over));
    }

    [Fact]
    public void Layers_of_one_block_do_not_differ()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "2+2", layers: 4, bias: false));
        WeightDriftResult result = WeightDrift.Measure(network);
        Assert.Equal((0, 0), (result.Differences[0], result.Differences[2]));
        Assert.InRange(result.Differences[1], 1, 2); // independent: about √2
        Assert.Empty(result.BiasDifferences);
    }

    [Fact]
    public void Shared_weights_are_refused()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        Assert.Contains("one matrix", Assert.Throws<ArgumentException>(() => WeightDrift.Measure(network)).Message);
    }

    [Fact]
    public void Of_two_layers_there_is_one_pair()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable", layers: 2));
        Assert.Equal(double.NaN, WeightDrift.Measure(network).ToMeasurement(1).Values["previousDifference"]);
    }

    private static double Rounded(double value) => Math.Round(value, 9);
}
