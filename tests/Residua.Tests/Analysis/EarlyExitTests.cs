using Residua.Analysis;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class EarlyExitTests
{
    [Fact]
    public void Points_are_what_the_rules_do()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Quiet("shared");
        Tensor x0 = network.Embed(Small.Pixels(60));
        int[] classes = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        EarlyExitResult result = EarlyExit.Measure(network, network, network.Parameters.Classifier, x0, classes, new() { Tolerances = [1, 1e-6, 0] });
        Assert.Equal([null, 0, 1e-6, 1], result.Points.Select(point => point.Tolerance));
        Assert.Equal((0.0, result.FullError), (result.Points[0].Changed, result.Points[0].Error)); // the margin changes no class
        Assert.True(result.Points[0].MeanLayers < 5);
        Assert.Equal((5.0, 0.0), (result.Points[1].MeanLayers, result.Points[1].Changed));
        Assert.Equal(2, result.Points[3].MeanLayers); // no change at layer 1 is known
        Assert.All(result.Points, point => Assert.Equal(60, point.Stopped.Sum()));
        Assert.Equal([0, 60, 0, 0, 0], result.Points[3].Stopped);
    }

    [Fact]
    public void A_perceptron_has_no_margin()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec("perceptron"));
        EarlyExitResult result = EarlyExit.Measure(network, network, network.Parameters.Classifier, network.Embed(Small.Pixels(9)), [0, 1, 2, 0, 1, 2, 0, 1, 2], new());
        Assert.NotNull(result.MarginRefusal);
        Assert.DoesNotContain(result.Points, point => point.Tolerance is null);
    }

    [Theory]
    [InlineData("residual", "shared")]
    [InlineData("residual", "variable")]
    [InlineData("perceptron", "shared")]
    public void Predictions_are_those_of_the_forward_pass(string kind, string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, weights));
        Tensor pixels = Small.Pixels(700), x0 = network.Embed(pixels), probabilities = network.Forward(pixels).softmax(1);
        IReadOnlyList<Prediction> predictions = Predictions.Of(network, network, x0, top: 3);
        Assert.Equal(700, predictions.Count);
        for (int i = 0; i < 700; i++)
        {
            Prediction one = predictions[i];
            Assert.Equal(probabilities[i].argmax().item<long>(), one.Class);
            Assert.Equal(probabilities[i].max().item<double>(), one.Probability, 1e-12);
            Assert.Equal([0, 1, 2], one.Classes.Order());
            Assert.Equal(1, one.Probabilities.Sum(), 1e-12);
            Assert.Equal(one.Probabilities.OrderDescending(), one.Probabilities);
            Assert.Equal((5, false), (one.LayersRun, one.StoppedEarly));
        }
    }

    [Fact]
    public void The_decision_layer_is_that_of_the_split_of_the_logits()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        Tensor x0 = network.Embed(Small.Pixels(80));
        LogitAttributionResult split = LogitAttribution.Run(network, network.Parameters.Classifier, network.Parameters.ClassifierBias, x0, new int[80]);
        IReadOnlyList<Prediction> predictions = Predictions.Of(network, network, x0);
        Assert.Equal(split.Predictions, predictions.Select(one => one.Class));
        Assert.Equal(split.DecisionLayers, predictions.Select(one => one.DecisionLayer));
    }

    [Fact]
    public void Early_exits_say_so_and_by_margin_change_no_class()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Quiet("shared");
        Tensor x0 = network.Embed(Small.Pixels(80));
        using DecidedMargin margin = new(network, network, network.Parameters.Classifier, 5);
        IReadOnlyList<Prediction> whole = Predictions.Of(network, network, x0), early = Predictions.Of(network, network, x0, halt: margin);
        Assert.Equal(whole.Select(one => one.Class), early.Select(one => one.Class));
        Assert.Contains(early, one => one.StoppedEarly);
        Assert.All(early, one => Assert.Equal(one.LayersRun < 5, one.StoppedEarly));
        Assert.All(early, one => Assert.True(one.DecisionLayer <= one.LayersRun));
    }

    [Fact]
    public void They_leave_no_tensor()
    {
        using LayeredNetwork network = Quiet("shared");
        using Tensor pixels = Small.Pixels(20), x0 = network.Embed(pixels);
        long live = LiveTensors.Settled();
        EarlyExit.Measure(network, network, network.Parameters.Classifier, x0, [.. Enumerable.Range(0, 20).Select(i => i % 3)], new());
        Predictions.Of(network, network, x0, 2, new ConvergedResidual(0.01));
        Assert.Equal(live, LiveTensors.Count);
    }

    private static LayeredNetwork Quiet(string weights) =>
        Small.Network(Small.Spec(weights: weights) with { Initialization = new() { WeightGain = 0.05, Bias = -6, ClassifierGain = 1 } });
}
