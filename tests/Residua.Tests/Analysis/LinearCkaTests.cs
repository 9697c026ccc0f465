using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class LinearCkaTests
{
    [Fact]
    public void A_signal_is_like_itself_turned_scaled_and_shifted()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn([30, 5], float64), rotation = linalg.qr(randn([5, 5], float64)).Q;
        double[] matrix = LinearCka.Matrix([x, x.mm(rotation), x.Mul(-3), x.Add(100), cat([x, zeros([30, 4], float64)], 1)]);
        Assert.All(matrix, cka => Assert.Equal(1, cka, 1e-12));
    }

    [Fact]
    public void A_map_that_is_not_orthogonal_is_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        // Two uncorrelated neurons of variance 1: stretching one by s gives (1 + s²) / √(2 (1 + s⁴)).
        Tensor x = tensor(new[,] { { 1.0, 1 }, { 1, -1 }, { -1, 1 }, { -1, -1 } });
        double cka = LinearCka.Matrix([x, x * tensor(new[] { 1.0, 2 })])[1];
        Assert.Equal(5 / Math.Sqrt(34), cka, 1e-14);
    }

    [Fact]
    public void Two_samples_are_always_alike_and_orthogonal_signals_never()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(1, LinearCka.Matrix([randn([2, 3], float64), randn([2, 6], float64)])[1], 1e-12);
        Tensor x = tensor(new[,] { { 1.0 }, { 1 }, { -1 }, { -1 } }), y = tensor(new[,] { { 1.0 }, { -1 }, { 1 }, { -1 } });
        Assert.Equal([1, 0, 0, 1], LinearCka.Matrix([x, y]));
    }

    [Fact]
    public void It_is_the_naive_formula_either_way()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] signals = [randn([270, 5], float64), randn([270, 9], float64).Add(2), randn([270, 3], float64).Square()];
        Tensor H = eye(270, dtype: float64).Sub(1 / 270.0); // centres
        double Hsic(Tensor a, Tensor b) => a.mm(a.t()).mm(H).mm(b.mm(b.t())).mm(H).trace().item<double>();
        double[] matrix = LinearCka.Matrix(signals);
        Tensor[] centred = [.. signals.Select(signal => signal - signal.mean([0], true))];
        double[] bySamples = LinearCka.BySamples(centred, default), byNeurons = LinearCka.ByNeurons(centred, default);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double hsic = Hsic(signals[i], signals[j]);
                Assert.Equal(hsic / Math.Sqrt(Hsic(signals[i], signals[i]) * Hsic(signals[j], signals[j])), matrix[(i * 3) + j], 1e-12);
                Assert.Equal(1, bySamples[(i * 3) + j] / hsic, 1e-10);
                Assert.Equal(1, byNeurons[(i * 3) + j] / hsic, 1e-10);
            }
        }
    }

    [Fact]
    public void The_cheaper_way_is_taken()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.True(CkaCost.Of([zeros([10, 100]), zeros([10, 100])]).BySamples);
        CkaCost cost = CkaCost.Of([zeros([1000, 3]), zeros([1000, 4])]);
        Assert.Equal((false, 1000 * 2 * (9 + 16 + 12)), (cost.BySamples, cost.Operations));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_signal_that_does_not_vary_is_like_nothing(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] matrix = LinearCka.Matrix([empty([7, 3], type).Fill_(0.1), randn([7, 3], type)]);
        Assert.Equal([double.NaN, double.NaN, double.NaN], matrix[..3]);
        Assert.Equal(1, matrix[3], 1e-6);
    }

    [Fact]
    public void Signals_that_do_not_go_together_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        string Refused(params Tensor[] signals) => Assert.Throws<ArgumentException>(() => LinearCka.Matrix(signals)).Message;
        Assert.Contains("two or more", Refused(ones([1, 3])));
        Assert.Contains("same samples", Refused(ones([3, 3]), ones([4, 3])));
        Assert.Contains("not finite", Refused(empty([3, 3]).Fill_(double.NaN)));
    }

    [Fact]
    public void Networks_are_compared_layer_by_layer()
    {
        using LayeredNetwork network = Small.Network(Small.Spec()), other = Small.Network(Small.Spec("perceptron", layers: 2, precision: Precision.Float32), 2);
        using Tensor pixels = Small.Pixels(12), x0 = network.Embed(pixels), narrow = pixels.to(float32), otherX0 = other.Embed(narrow);
        long before = LiveTensors.Settled();
        CkaResult own = LinearCka.Run(network, x0), both = LinearCka.Run(network, x0, other, otherX0);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Equal((5, 0, 12), (own.Layers, own.OtherLayers, own.Samples));
        Assert.Empty(own.CrossResidual);
        Assert.Equal((2, 10, 10), (both.OtherLayers, both.CrossResidual.Length, both.CrossState.Length));
        Assert.All(own.State.Concat(own.Residual).Zip(both.State.Concat(both.Residual)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(Enumerable.Range(0, 5), t => Assert.Equal(1, own.Residual[t * 6], 1e-12));
        Assert.NotEqual(own.State[1], own.Residual[1]);
        Assert.All(both.CrossState, cka => Assert.InRange(cka, 0, 1));
        CkaResult perceptron = LinearCka.Run(other, otherX0); // its x(t) is y(t), so all is taken once
        Assert.Equal(perceptron.Residual, perceptron.State);
        Assert.Equal(CkaCost.Of([otherX0, otherX0]).Operations, perceptron.Operations);

        CkaResult same = LinearCka.Run(network, x0, network, x0);
        Assert.All(same.CrossState.Zip(same.State), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
