using Residua.Data;
using Residua.Networks;
using Residua.Pruning;
using Residua.Training;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Pruning;

public sealed class FrontierTests
{
    private static readonly FrontierOptions s_options = new() { LatencyRounds = 3, LatencyBatches = [1, 4], RandomOrders = 2 };

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("residual", "2+3v")]
    [InlineData("perceptron", "variable")]
    public void Each_point_is_the_network_made_of_its_layers(string kind, string weights)
    {
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        ImageSet test = Small.Images(50, 8), fit = Small.Images(40);
        FrontierResult result = Frontier.Measure(network, test, fit, s_options);
        Assert.Equal(weights == "shared" ? 10 : 5, result.Points.Length);
        foreach (FrontierPoint point in result.Points)
        {
            NetworkSpec spec = network.Spec with { Layers = point.Layers, Weights = point.Weights };
            using LayeredNetwork made = point.Layers <= 5 ? LayerSurgery.Keep(network, [.. Enumerable.Range(1, point.Layers)])
                : LayeredNetwork.Create(spec, NetworkParameters.FromTensors(spec, network.Parameters.All.ToDictionary(), CPU));
            Evaluation expected = Evaluation.Measure(made, test);
            Assert.Equal(expected.Error, point.Error, 1e-12);
            Assert.Equal(expected.Loss, point.Loss, 1e-12);
            Assert.Equal(made.Spec.ParameterCount, point.Parameters);
            Assert.Equal(8 * point.Parameters, point.Bytes);
            Assert.Equal(2 * ((point.Layers * 49) + 21), point.Flops);
            Assert.InRange(point.Error, point.ErrorLow, point.ErrorHigh);
            Assert.Equal([1, 4], point.Latency.Select(one => one.Batch));
            Assert.All(point.Latency, one => Assert.True(0 < one.LowerQuartile && one.LowerQuartile <= one.Median && one.Median <= one.UpperQuartile));
        }

        Assert.All(result.Points.Zip(result.Points.Skip(1)), pair => Assert.True(pair.First.Flops < pair.Second.Flops && pair.First.Parameters <= pair.Second.Parameters));
    }

    [Fact]
    public void Refitting_on_the_images_tested_on_lowers_the_loss_of_every_point()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        ImageSet images = Small.Images(60);
        Assert.All(Frontier.Measure(network, images, images, s_options).Points, point => Assert.True(point.RefitLoss < point.Loss));
        Assert.All(Frontier.Measure(network, images, images, s_options with { Refit = false }).Points, point => Assert.Null(point.RefitError));
    }

    [Fact]
    public void Criteria_are_compared_at_every_number_of_layers_and_agree_at_the_whole()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        FrontierResult result = Frontier.Measure(network, Small.Images(50, 8), Small.Images(40), s_options);
        Assert.Equal(7, result.Criteria.Length);
        Assert.All(result.Criteria, curve => Assert.Equal(result.Points[^1].Error, curve.Error[^1]));
        Assert.Equal(result.Points.Select(point => point.Error), result.Criteria.Single(curve => curve.Ranking.Criterion == DropCriterion.LastResidual).Error);
        Assert.All(result.Criteria, curve => Assert.Equal([1, 2, 3, 4, 5], curve.Ranking.DropOrder.Order()));
    }

    [Fact]
    public void With_shared_weights_no_criteria_are_compared_and_others_do_not_roll_on()
    {
        using LayeredNetwork shared = Small.Network(Small.Spec()), variable = Small.Network(Small.Spec(weights: "variable"));
        ImageSet images = Small.Images(20);
        FrontierResult result = Frontier.Measure(shared, images, images, s_options with { MostLayers = 6 });
        Assert.True(result.SharedWeights);
        Assert.Empty(result.Criteria);
        Assert.Equal(6, result.Points.Length);
        Assert.Contains("shared weights", Assert.Throws<ArgumentException>(() => Frontier.Measure(variable, images, images, s_options with { MostLayers = 6 })).Message);
    }

    [Fact]
    public void It_leaves_no_tensor()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        long live = LiveTensors.Settled();
        Frontier.Measure(network, Small.Images(20), Small.Images(20), s_options);
        Assert.Equal(live, LiveTensors.Count);
    }
}
