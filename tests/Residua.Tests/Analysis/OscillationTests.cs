using Residua.Analysis;
using Residua.Networks;
using Residua.Numerics;
using Residua.Tests.Dynamics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Analysis;

public sealed class OscillationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public void A_rotation_has_its_period_and_the_exponent_0(int period)
    {
        using DisposeScope scope = NewDisposeScope();
        double angle = 2 * Math.PI / period;
        using ToyMap map = new(0, "identity", new[,] { { Math.Cos(angle), -Math.Sin(angle) }, { Math.Sin(angle), Math.Cos(angle) } });
        Tensor x0 = tensor(new[,] { { 1.0, 0.5 }, { -2, 3 } });
        OscillationResult result = Oscillation.Measure(map, x0, 30, x0, new());
        Assert.Equal([period, period], result.Periods);
        Assert.All(result.Kinds, kind => Assert.Equal(OscillationKind.Periodic, kind));
        Assert.Equal((period == 2 ? 1 : 0, period == 2 ? 0 : 1), ((int)result.SharePeriodTwo, (int)result.ShareLonger));
        Assert.All(result.StateExponents[^1], exponent => Assert.Equal(0, exponent, 1e-12));
        Assert.Equal(2 * Math.Sin(angle / 2) * (Math.Sqrt(1.25 / 2) + Math.Sqrt(13 / 2.0)) / 2, result.MeanDistance[0], 1e-5);
    }

    [Fact]
    public void A_perceptron_that_holds_itself_down_has_period_2()
    {
        // Each neuron holds itself down strongly, so that it flips between near 0 and near 1/2.
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "logistic", new[,] { { -20.0, 0 }, { 0, -20 } });
        Tensor x0 = tensor(new[,] { { 0.3, 0.05 }, { 0.2, 0.9 } });
        OscillationResult result = Oscillation.Measure(map, x0, 50, x0.mm(map.Layer(1).Weight.t()), new());
        Assert.Equal([2, 2], result.Periods);
        Assert.Equal(1, result.SharePeriodTwo);
        Assert.All(result.StateExponents[^1], exponent => Assert.True(exponent < -0.5)); // the orbit attracts
        Assert.Null(result.ResidualExponents);
    }

    [Fact]
    public void What_settles_drifts_and_wanders_is_told_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] time = [.. Enumerable.Range(0, 128).Select(t => (double)t)];
        double golden = 2 * Math.PI * 0.6180339887;
        Random random = new(1);
        double[][] signals =
        [
            [.. time.Select(_ => 0.7)],
            [.. time.Select(t => 0.01 * t)],
            [.. time.Select(t => Math.Cos(golden * t))], // within 0.2 of a return at 8: 8 · 0.618 is nearly 5
            [.. time.Select(_ => random.NextDouble())],
            [.. time.Select(t => t > 100 ? double.NaN : 0)],
            [.. time.Select(t => 0.5 + (1e-5 * (t % 2)))],
            [.. time.Select(t => 1 / (1 + Math.Exp(-(t - 60) / 2)))], // one quick step
        ];
        Tensor residuals = stack([.. signals.Select(signal => tensor(signal))], 1).unsqueeze(2); // [L,B,1]
        (OscillationKind[] kinds, int[] periods, double[] distances) = Recurrence.Find(residuals, new() { ReturnTolerance = 0.2 });
        Assert.Equal(
            [OscillationKind.Settled, OscillationKind.Drifting, OscillationKind.Periodic, OscillationKind.Aperiodic, OscillationKind.NotFinite, OscillationKind.Settled, OscillationKind.Drifting], kinds);
        Assert.Equal([1, 0, 8, 0, 0, 1, 0], periods);
        Assert.Equal(7 * 64, distances.Length);
        Assert.Equal(0.03, distances[64 + 2], 1e-9); // the drift moves 0.01 a layer
    }

    [Fact]
    public void Residual_networks_have_exponents_in_y_too_and_variable_ones_only_exponents()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork shared = Small.Network(Small.Spec()), variable = Small.Network(Small.Spec(weights: "variable"));
        Tensor x0 = shared.Embed(Small.Pixels(6));
        double told = 0;
        OscillationResult result = Oscillation.Measure(shared, x0, 100, x0, new() { ExponentSamples = 3, Exponents = 2 }, share => told = share);
        Assert.Equal((6, 64, 128), (result.Kinds.Length, result.MeanDistance.Length, result.Window));
        Assert.Equal([0, 2, 4], result.ExponentSamples);
        Assert.Equal(100, result.ExponentLayers[^1]);
        Assert.All(result.StateExponents, exponents => Assert.Equal(6, exponents.Length));
        Assert.True(double.IsNaN(result.ResidualExponents![0][0]) && double.IsFinite(result.ResidualExponents[^1][0]));
        Assert.Equal(1, told, 1e-9);

        OscillationResult other = Oscillation.Measure(variable, x0, 5, x0, new() { Exponents = 99 });
        Assert.Empty(other.Kinds);
        Assert.Equal((0, 6 * 7), (other.Window, other.StateExponents[^1].Length)); // no more exponents than neurons
        Assert.True(double.IsNaN(other.ShareSettled));
        Assert.Contains("5 layers", Assert.Throws<ArgumentException>(() => Oscillation.Measure(variable, x0, 6, x0, new())).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Oscillation.Measure(shared, x0.Mul(double.NaN), 6, x0, new())).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using LayeredNetwork shared = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(2), x0 = shared.Embed(pixels);
        Oscillation.Measure(shared, x0, 4, x0, new());
        long before = LiveTensors.Settled();
        Oscillation.Measure(shared, x0, 4, x0, new());
        Assert.Equal(before, LiveTensors.Count);
    }
}
