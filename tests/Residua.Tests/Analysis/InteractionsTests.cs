using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Tests.Dynamics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class InteractionsTests
{
    // 0 and 1 help each other, 2 preys on both, 2 and 3 compete.
    private static readonly double[,] Weight =
    {
        { 0.5, 2, -1, 0 },
        { 3, 0.5, -1, 0 },
        { 1, 1, 0.5, -2 },
        { 0, 0, -2, 0.5 },
    };

    [Fact]
    public void Signs_of_a_matrix_written_down_are_counted()
    {
        WeightSigns signs = Measure(new() { Threshold = 0.5 }).Weights.Single();
        double rms = Math.Sqrt((4 + 1 + 9 + 1 + 1 + 1 + 4 + 4) / 12.0);
        Assert.Equal(rms, signs.RootMeanSquare, 1e-12);
        Assert.Equal((4 / 12.0, 4 / 12.0), (signs.SharePositive, signs.ShareNegative));
        Assert.Equal((2 + 3 + 1 + 1 - 1 - 1 - 2 - 2) / 12.0, signs.Mean, 1e-12);
        Assert.Equal(7 / 13.0, signs.PositiveMass, 1e-12);
        Assert.Equal((0.25, 0.25, 0.5), (signs.ShareMutualism, signs.ShareCompetition, signs.SharePredation)); // pairs 01, 23, 02, 12
        Assert.Equal(0.5, signs.MeanSelf);
        double symmetric = Math.Sqrt((4 * 0.25) + (2 * 2.5 * 2.5) + (2 * 4)), norm = Math.Sqrt(25 + (4 * 0.25));
        Assert.Equal(symmetric / norm, signs.SymmetricPart, 1e-12);
    }

    [Fact]
    public void Weak_weights_do_not_count()
    {
        WeightSigns signs = Measure(new() { Threshold = 1.3 }).Weights.Single(); // 1.9: the ones are out
        Assert.Equal((2 / 12.0, 2 / 12.0), (signs.SharePositive, signs.ShareNegative));
        Assert.Equal((0.5, 0.5, 0.0), (signs.ShareMutualism, signs.ShareCompetition, signs.SharePredation));
    }

    [Fact]
    public void Neurons_that_stay_on_are_asked_by_class()
    {
        InteractionsResult result = Measure();
        ClassInteractions first = result.Classes[0], second = result.Classes[1];
        Assert.Equal((2.0, 2.5), (first.On, first.OnToOn)); // 0 and 1 on
        Assert.Equal(0.5, first.OnToOff); // from 0, 1 to 2, 3: 1 + 1 + 0 + 0 over 4
        Assert.Equal(-0.5, first.OffToOn);
        Assert.Equal(-2, first.OffToOff);
        Assert.Equal(1, first.SharePositiveOnToOn);
        Assert.Equal(1, first.ShareOnDrivenUp);
        Assert.Equal(0.5, first.ShareOffDrivenDown); // 2 is helped by both but is off; 3 gets 0.5 · 0.1 - 2 · 0.1
        Assert.Equal((2.0, -2.0), (second.On, second.OnToOn)); // 2 and 3 on
        Assert.Equal((1, 2), (result.ClassesThatCooperateWithin, result.ClassesAsked));
        Assert.Equal(["1,0", "0,1"], result.Strongest.Take(1).Select(pair => $"{pair.To},{pair.From}").Append($"{result.Strongest[0].From},{result.Strongest[0].To}"));
        Assert.Equal((3.0, 2.0, 0.5, 0.5), (result.Strongest[0].Weight, result.Strongest[0].Back, result.Strongest[0].ToOn, result.Strongest[0].FromOn));
    }

    [Fact]
    public void A_neuron_that_was_off_a_layer_before_does_not_stay_on()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", Weight) { Depth = 1 };
        Tensor y = tensor(new[,] { { 0.9, 0.9, 0.9, 0.1 } }), previous = tensor(new[,] { { 0.9, 0.9, 0.1, 0.9 } });
        InteractionsResult result = Interactions.Measure(map, zeros([1, 4], float64), 20, y.logit(), y, previous, [0], new());
        Assert.Equal(2, result.Classes[0].On);
        Assert.Equal(2.5, result.Classes[0].OnToOn);
    }

    [Fact]
    public void Through_depth_weights_count_by_who_can_change_and_who_speaks()
    {
        // From x(0) = 0 every y is 1/2 and f' 1/4; at the deep layer neurons 0 and 1 are saturated, so that only rows 2 and 3 are left.
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", Weight) { Depth = 1 };
        Tensor z = tensor(new[,] { { 60.0, 60, 0, 0 } }), y = tensor(new[,] { { 1.0, 1, 0.5, 0.5 } });
        InteractionsResult result = Interactions.Measure(map, zeros([1, 4], float64), 20, z, y, y, [0], new());
        Assert.Equal([1, 20], result.Layers);
        Assert.Equal([7 / 13.0, 2 / 6.0], result.EffectivePositiveMass, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([Math.Sqrt(26) / 4, Math.Sqrt(0.5 + 10) / 4], result.EffectiveStrength, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([7 / 13.0, 2 / (2 + 1 + 1.0)], result.DrivePositiveMass, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(result.Weights[0].SymmetricPart, result.EffectiveSymmetricPart[0], 1e-12);
    }

    [Fact]
    public void The_histogram_is_of_weights_off_the_diagonal()
    {
        InteractionsResult result = Measure(new() { Bins = 3 }); // [-3,-1], [-1,1], [1,3]
        Assert.Equal([-3, -1, 1, 3], result.BinEdges, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1, result.AllShares.Sum(), 1e-12);
        Assert.Equal(2 / 12.0, result.AllShares[0], 1e-12);
        Assert.Equal([0.5, 0, 0.5], result.OnToOnShares); // of 01, 10, 23, 32
    }

    [Fact]
    public void Variable_weights_have_their_signs_each_and_no_weights_are_no_trouble()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        Tensor x0 = network.Embed(Small.Pixels(3)), y = rand([3, 7], float64);
        InteractionsResult result = Interactions.Measure(network, x0, 5, y.logit(), y, y, [0, 2, 2], new());
        Assert.Equal([1, 2, 3, 4, 5], result.Weights.Select(signs => signs.Layer));
        Assert.Equal([1, 2, 3, 4, 5], result.Layers);
        Assert.Equal((3, 0), (result.Classes.Length, result.Classes[1].Samples));

        using ToyMap none = new(1, "logistic", new double[2, 2]) { Depth = 1 };
        Tensor half = zeros([1, 2], float64).Add(0.5);
        InteractionsResult empty = Interactions.Measure(none, half, 1, half, half, half, [0], new());
        Assert.True(double.IsNaN(empty.EffectivePositiveMass[0]) && double.IsNaN(empty.Classes[0].OnToOn));
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Interactions.Measure(none, half, 1, half.Mul(double.NaN), half, half, [0], new())).Message);
        using ToyMap one = new(1, "logistic", new double[1, 1]);
        Assert.Contains("between neurons", Assert.Throws<ArgumentException>(() => Interactions.Measure(one, zeros([1, 1], float64), 1, zeros([1, 1]), zeros([1, 1]), zeros([1, 1]), [0], new())).Message);
    }

    [Fact]
    public void A_layer_before_the_last_has_its_own_matrix_and_ends_there()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", Weight, new double[4, 4], new double[4, 4]) { Depth = 3 };
        Tensor y = tensor(new[,] { { 0.9, 0.9, 0.1, 0.1 } });
        InteractionsResult result = Interactions.Measure(map, zeros([1, 4], float64), 1, y.logit(), y, y, [0], new());
        Assert.Equal([1], result.Layers);
        Assert.Equal([1], result.Weights.Select(signs => signs.Layer));
        Assert.Single(result.EffectiveStrength);
        Assert.Equal((3.0, 2.5), (result.Strongest[0].Weight, result.Classes[0].OnToOn));
    }

    [Fact]
    public void A_perceptron_is_driven_by_its_bias_too()
    {
        // 0 and 1 stay on; W y is positive in both and negative in neither of the others but 3; with b = -9 all are driven down.
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(Weight, 0, bias: [-9, -9, -9, -9]);
        Tensor y = tensor(new[,] { { 0.9, 0.9, 0.1, 0.1 } });
        ClassInteractions one = Interactions.Measure(system, zeros([1, 4], float64), 20, y.logit(), y, y, [0], new()).Classes[0];
        Assert.Equal((0.0, 1.0), (one.ShareOnDrivenUp, one.ShareOffDrivenDown));
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        Measure();
        long before = LiveTensors.Settled();
        Measure();
        Assert.Equal(before, LiveTensors.Count);
    }

    // Two samples of two classes: 0 and 1 on in the first, 2 and 3 in the second.
    private static InteractionsResult Measure(InteractionOptions? options = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", Weight) { Depth = 1 };
        Tensor y = tensor(new[,] { { 0.9, 0.9, 0.1, 0.1 }, { 0.1, 0.1, 0.9, 0.9 } });
        return Interactions.Measure(map, zeros([2, 4], float64), 20, y.logit(), y, y, [0, 1], options ?? new());
    }
}
