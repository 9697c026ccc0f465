using Residua.Analysis;
using Xunit;

namespace Residua.Tests.Analysis;

public sealed class MeasurementsTests
{
    // Layers 1..6 of a net of 6 layers, then 100; every statistic is its layer times a factor of its own.
    private static readonly UnrollResult Shared = Make(6, [1, 2, 3, 4, 5, 6, 100]);
    private static readonly UnrollResult Variable = Make(6, [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Sparseness_is_read_at_the_last_layer()
    {
        Measurement measurement = Measurements.Sparseness(3, Shared);
        Assert.Equal((0.005, 0.006, 0.002), (measurement.Values["shareBelow001"], measurement.Values["shareAbove05"], measurement.Values["meanDeviation"]));
        Assert.Equal((3, "200 test images at layer 100"), (measurement.Seed, measurement.Over));
    }

    [Fact]
    public void Settling_is_read_at_layers_5_to_T()
    {
        Measurement measurement = Measurements.Settling(1, Variable, Shared);
        Assert.Equal(2e-5 * 6, measurement.Values["largestLateDeviation"], 1e-12);
        Assert.Equal(7e-5 * 6, measurement.Values["shareAbove099"], 1e-12);
        Assert.Equal(7e-5 * 100, measurement.Values["sharedShareAbove099"], 1e-12);
    }

    [Fact]
    public void A_net_of_four_layers_has_no_layer_5()
    {
        Measurement measurement = Measurements.Settling(1, Make(4, [1, 2, 3, 4]), Shared);
        Assert.Equal(double.NaN, measurement.Values["largestLateDeviation"]);
    }

    [Fact]
    public void Oscillation_is_read_at_the_last_layer()
    {
        Measurement oscillation = Measurements.Oscillation(1, Shared, Variable);
        Assert.Equal(4e-5 * 100, oscillation.Values["meanAbsoluteChange"], 1e-12);
        Assert.Equal(3e-5 * 100, oscillation.Values["classDeviation"], 1e-12);
        Assert.Equal(3e-5 * 6, oscillation.Values["residualClassDeviation"], 1e-12);
        Assert.Equal(
            "200 test images at layer 100 of the perceptron, 150 training images at layer 6 of the residual net",
            Measurements.Oscillation(1, Shared, Variable with { Samples = 150, Split = "train" }).Over);
    }

    [Fact]
    public void Sensitive_classes_are_counted()
    {
        SensitiveNeuronsResult result = new()
        {
            Layers = [1],
            Neurons = [0, 1, 2],
            ClassifierWeights = [1, 1, 1],
            Samples = [892, 1000, 1000],
            ByMagnitude = false,
            Residual = new double[9],
            Cumulative = new double[9],
            OwnClassLargest = [true, false, true],
        };
        Measurement measurement = Measurements.SensitiveClasses(1, result, result with { OwnClassLargest = [true, true, true] });
        Assert.Equal((2, 3), (measurement.Values["classes"], measurement.Values["classesByMagnitude"]));
        Assert.Equal("892–1000 test images a class", measurement.Over);
        Assert.False(Measurements.SensitiveClasses(1, result, null).Values.ContainsKey("classesByMagnitude"));
    }

    private static UnrollResult Make(int trained, int[] layers)
    {
        double[] Line(double factor) => [.. layers.Select(layer => factor * layer)];
        return new()
        {
            TrainedDepth = trained,
            Depth = layers[^1],
            Samples = 200,
            Layers = layers,
            Neurons = 4,
            Classes = 2,
            ShareDifferingBetweenClasses = 0.25,
            MeanResidual = Line(1e-5),
            MeanDeviation = Line(2e-5),
            MeanClassDeviation = Line(3e-5),
            MeanAbsoluteChange = Line(4e-5),
            ShareOfMeansBelow001 = Line(5e-5),
            ShareOfMeansAbove05 = Line(6e-5),
            ShareOfMeansAbove099 = Line(7e-5),
        };
    }
}
