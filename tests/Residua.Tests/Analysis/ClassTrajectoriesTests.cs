using Residua.Analysis;
using Residua.Networks;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class ClassTrajectoriesTests
{
    private static readonly int[] s_classes = [0, 1, 3, 1, 0, 3, 3, 0]; // class 2 has no sample

    [Theory]
    [InlineData("residual", Precision.Float64, 1e-6)]
    [InlineData("perceptron", Precision.Float64, 1e-6)]
    [InlineData("residual", Precision.Float32, 1e-4)] // past its depth in float32 by another path
    public void Statistics_are_those_of_a_plain_loop(string kind, Precision precision, double tolerance)
    {
        const int depth = 120;
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(kind, precision: precision));
        Tensor x0 = network.Embed(Small.Pixels(s_classes.Length, type: network.Type));
        ClassTrajectoriesResult result = ClassTrajectories.Measure(network, x0, s_classes, 4, depth, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((5, depth, 7), (result.TrainedDepth, result.Depth, result.Neurons));
        Assert.Equal([3, 2, 0, 3], result.Samples);
        Assert.Equal([1, 2, 3, 4, 5, 6], result.Layers.Take(6));
        Assert.Equal(depth, result.Layers[^1]);
        Assert.InRange(result.Layers.Length, 40, 100);

        Tensor state = x0;
        for (int t = 1; t <= depth; t++)
        {
            LayerStep step = network.Step(state, t);
            if (Array.IndexOf(result.Layers, t) is var place and >= 0)
            {
                AssertSame(step.State, result, Signals.State, place, tolerance);
                AssertSame(step.Residual, result, Signals.Residual, place, tolerance);
                AssertSame(step.PreActivation, result, Signals.PreActivation, place, tolerance);
            }

            state = step.State;
        }
    }

    [Fact]
    public void All_layers_are_kept_of_a_shallow_rollout_and_the_trained_ones_of_a_deep_one()
    {
        Assert.Equal(Enumerable.Range(1, 80), ClassTrajectories.Layers(15, 80));
        IReadOnlyList<int> deep = ClassTrajectories.Layers(15, 1000);
        Assert.Equal(Enumerable.Range(1, 15), deep.Take(15));
        Assert.Equal(1000, deep[^1]);
        Assert.InRange(deep.Count, 70, 90);
        Assert.Equal(deep.Distinct().Order(), deep);
    }

    [Fact]
    public void Progress_rises_to_one_and_no_tensor_is_left()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(s_classes.Length), x0 = network.Embed(pixels);
        List<double> shares = [];
        long before = LiveTensors.Settled();
        ClassTrajectories.Measure(network, x0, s_classes, 4, 90, shares.Add, TestContext.Current.CancellationToken);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 1e-12);

        Assert.Throws<OperationCanceledException>(() => ClassTrajectories.Measure(network, x0, s_classes, 4, 90, cancellation: new(canceled: true)));
        Assert.Contains("0 to 2", Assert.Throws<ArgumentException>(() => ClassTrajectories.Measure(network, x0, s_classes, 3, 90)).Message);
        Assert.Equal(before, LiveTensors.Count);
    }

    private static void AssertSame(Tensor signal, ClassTrajectoriesResult result, Signals which, int place, double tolerance)
    {
        (float[] mean, float[] deviation) = result.Of(which);
        double[] values = signal.to(float64).contiguous().data<double>().ToArray(); // [B,N]
        for (int c = 0; c < 4; c++)
        {
            for (int i = 0; i < 7; i++)
            {
                double[] own = [.. Enumerable.Range(0, s_classes.Length).Where(row => s_classes[row] == c).Select(row => values[(row * 7) + i])];
                int at = (((place * 4) + c) * 7) + i;
                if (own.Length == 0)
                {
                    Assert.True(float.IsNaN(mean[at]) && float.IsNaN(deviation[at]));
                    continue;
                }

                double average = own.Average(), spread = Math.Sqrt(own.Average(value => (value - average) * (value - average))), scale = 1 + own.Max(Math.Abs);
                Assert.Equal(average, mean[at], tolerance * scale);
                Assert.Equal(spread, deviation[at], tolerance * scale);
            }
        }
    }
}
