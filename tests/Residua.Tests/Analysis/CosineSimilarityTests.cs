using Residua.Analysis;
using Residua.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class CosineSimilarityTests
{
    [Fact]
    public void Known_directions_have_known_cosines()
    {
        using DisposeScope scope = NewDisposeScope();
        // Class 0 at 0° and 60°, class 1 at 90° twice, of any length.
        Tensor rows = tensor(new[,] { { 5.0, 0 }, { 0.5, Math.Sqrt(0.75) }, { 0, 2 }, { 0, 1e-6 } });
        CosineMatrix matrix = CosineSimilarity.Between(rows, [0, 0, 1, 1], 2);
        double between = Math.Sqrt(0.75) / 2; // (0 + 0 + √¾ + √¾) / 4
        double[] expected = [0.5, between, between, 1];
        Assert.All(expected.Zip(matrix.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        Assert.Equal(0.75, matrix.Within, 1e-15);
        Assert.Equal(between, matrix.Between, 1e-15);
        Assert.Equal(0.75 - between, matrix.Contrast, 1e-15);
        Assert.Equal(2, matrix.RowsLargestOnDiagonal);
    }

    [Fact]
    public void It_is_the_mean_over_all_pairs_but_a_sample_with_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = randn([9, 4], float64);
        int[] classes = [0, 1, 2, 0, 1, 2, 0, 1, 0];
        CosineMatrix matrix = CosineSimilarity.Between(rows, classes, 3);
        Tensor units = rows / rows.norm(1, true), cosines = units.mm(units.t());
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                double[] pairs =
                [
                    .. from i in Enumerable.Range(0, 9)
                    from j in Enumerable.Range(0, 9)
                    where i != j && classes[i] == a && classes[j] == b
                    select cosines[i, j].item<double>(),
                ];
                Assert.Equal(pairs.Average(), matrix[a, b], 1e-14);
            }
        }
    }

    [Fact]
    public void What_has_no_pair_or_no_direction_has_no_number()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = tensor(new[,] { { 1.0, 0 }, { 0, 1 }, { 0, 1 }, { 0, 0 } });
        CosineMatrix matrix = CosineSimilarity.Between(rows, [0, 1, 1, 1], 3);
        Assert.Equal([double.NaN, 0, double.NaN, 0, 1, double.NaN, double.NaN, double.NaN, double.NaN], matrix.Values);
        Assert.Equal((1, 0), (matrix.WithoutDirection, matrix.RowsLargestOnDiagonal)); // a row with a NaN has no largest
        Assert.Equal(1, matrix.Contrast);
    }

    [Fact]
    public void Samples_alike_have_no_contrast_and_no_row_of_its_own()
    {
        using DisposeScope scope = NewDisposeScope();
        CosineMatrix matrix = CosineSimilarity.Between(ones([4, 3], float64), [0, 0, 1, 1], 2);
        Assert.Equal(0, matrix.Contrast, 1e-15);
        Assert.Equal(0, matrix.RowsLargestOnDiagonal);
        Assert.Equal(0, (matrix with { Values = [1, 1 - 1e-15, 1 - 1e-15, 1] }).RowsLargestOnDiagonal); // a difference of rounding
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        using Tensor rows = tensor(new[,] { { 1.0, double.NaN } });
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => CosineSimilarity.Between(rows, [0], 1)).Message);
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("perceptron")]
    public void A_network_is_looked_at_at_its_last_layer(string kind)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind));
        using Tensor pixels = Small.Pixels(8), x0 = network.Embed(pixels);
        int[] classes = [0, 1, 2, 0, 1, 2, 0, 1];
        long before = LiveTensors.Settled();
        CosineSimilarityResult result = CosineSimilarity.Run(network, x0, classes, 3);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal(5, result.Layer);
        Assert.Equal([3, 3, 2], result.Samples);
        using Residua.Systems.Trajectory trajectory = Residua.Systems.Rollout.Run(network, x0, 5, Residua.Systems.Recording.FinalState);
        Assert.Equal(CosineSimilarity.Between(trajectory.FinalState, classes, 3).Values, result.State.Values);
        Assert.Equal(kind == "perceptron", result.State.Values.SequenceEqual(result.Residual.Values));
    }

    [Fact]
    public void The_claim_takes_the_states_of_both_nets()
    {
        CosineSimilarityResult Of(params double[] values) => new()
        {
            Layer = 15,
            Samples = [200, 200],
            State = new() { Classes = 2, Values = values, WithoutDirection = 0 },
            Residual = new() { Classes = 2, Values = new double[4], WithoutDirection = 0 },
        };
        PlaneQuality quality = Figures.ToyResults.Plane(byLayer: false).Umap with { NeighbourAccuracy = 0.95 };
        Measurement measurement = Measurements.Clustering(3, Figures.ToyResults.Plane(byLayer: false) with { Umap = quality }, Of(0.9, 0.75, 0.75, 0.7), Of(1, 0.25, 0.25, 0.5));
        Assert.Equal((0.95, 1, 2), (measurement.Values["neighbourAccuracy"], measurement.Values["residualRows"], measurement.Values["perceptronRows"]));
        Assert.Equal(0.05, measurement.Values["residualContrast"], 1e-15);
        Assert.Equal(0.5, measurement.Values["perceptronContrast"], 1e-15);
        Assert.Equal(3, measurement.Seed);
        Assert.Equal(
            "whole transients of 24 test images in the residual net's plane; cosines of 400 test images at layer 15 of the residual net and of 400 test images at layer 15 of the perceptron",
            measurement.Over);
        Assert.Equal(
            Claims.All.Single(claim => claim.Id == "C11").Quantities.Select(quantity => quantity.Name).Order(), measurement.Values.Keys.Order());
    }
}
