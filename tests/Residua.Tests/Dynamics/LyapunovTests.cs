using Residua.Dynamics;
using Residua.Networks;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class LyapunovTests
{
    [Fact]
    public void Logistic_map_at_4_has_the_exponent_log_2()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] exponents = LyapunovExponents.Run(ToyTangent.Logistic, linspace(0.11, 0.37, 200, float64).unsqueeze(1), 300, 1, 1)[^1];
        Assert.Equal(Math.Log(2), exponents.Average(), 0.01);
    }

    [Fact]
    public void Henon_map_has_its_known_exponents()
    {
        using DisposeScope scope = NewDisposeScope();
        using Tensor start = linspace(-0.2, 0.2, 100, float64).unsqueeze(1).repeat(1, 2);
        double[] exponents = LyapunovExponents.Run(ToyTangent.Henon, start, 500, 2, 1)[^1];
        Assert.Equal(0.419, Enumerable.Range(0, 100).Average(i => exponents[2 * i]), 0.01);
        Assert.Equal(-1.623, Enumerable.Range(0, 100).Average(i => exponents[(2 * i) + 1]), 0.01);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(Math.Log(0.3), exponents[2 * i] + exponents[(2 * i) + 1], 1e-9)); // log |det|
    }

    [Theory]
    [InlineData(0, 0.9, -0.5)]
    [InlineData(1, 1.9, 0.5)]
    public void Linear_networks_have_the_logarithms_of_their_eigenvalues(double carry, double first, double second)
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(carry, "identity", new[,] { { 0.9, 7.0 }, { 0.0, -0.5 } }); // not normal
        using StateTangent tangent = new(map);
        double[][] exponents = LyapunovExponents.Run(tangent, ones([1, 2], float64), 400, 2, 1);
        Assert.Equal(Math.Log(first), exponents[^1][0], 0.02);
        Assert.Equal(Math.Log(Math.Abs(second)), exponents[^1][1], 0.02);
        Assert.Equal(Math.Log(first), (400 * exponents[399][0]) - (399 * exponents[398][0]), 1e-9); // free of the transient
    }

    [Fact]
    public void Variable_weights_multiply()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { 2.0, 0 }, { 0, 0.5 } }, new[,] { { 3.0, 0 }, { 0, 0.25 } });
        using StateTangent tangent = new(map);
        double[] exponents = LyapunovExponents.Run(tangent, ones([1, 2], float64), 2, 2, 1)[^1];
        Assert.Equal(Math.Log(6 * 0.125) / 2, exponents.Sum(), 1e-12);
    }

    [Fact]
    public void A_direction_that_is_lost_has_the_exponent_minus_infinity()
    {
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(0, "identity", new[,] { { 0.0, 0 }, { 0, 0 } });
        using StateTangent tangent = new(map);
        Assert.All(LyapunovExponents.Run(tangent, ones([1, 2], float64), 3, 2, 1)[^1], value => Assert.Equal(double.NegativeInfinity, value));
    }

    [Fact]
    public void Tangents_of_the_state_are_those_of_central_differences()
    {
        foreach (string kind in new[] { "residual", "perceptron" })
        {
            using DisposeScope scope = NewDisposeScope();
            using LayeredNetwork network = Small.Network(Small.Spec(kind));
            Tensor x = network.Embed(Small.Pixels(1)), v = eye(7, dtype: float64).unsqueeze(0);
            using StateTangent tangent = new(network);
            (Tensor next, Tensor tangents) = tangent.Step(x, v, 1);
            Tensor difference = cat([.. Enumerable.Range(0, 7).Select(j => (At(j, 1e-6) - At(j, -1e-6)).Div(2e-6))]);
            Assert.InRange(Small.RelativeDifference(tangents[0], difference), 0, 1e-8);
            Assert.InRange(Small.RelativeDifference(next, network.Step(x, 1).State), 0, 1e-14);

            Tensor At(int j, double by) => network.Step(x.Add(v[0][j].unsqueeze(0), by), 1).State;
        }
    }

    [Fact]
    public void Tangents_of_the_residuals_are_those_of_their_own_map()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        Tensor z = network.Embed(Small.Pixels(1)), y = z.sigmoid(), v = eye(7, dtype: float64).unsqueeze(0), weight = network.Layer(1).Weight;
        using ResidualTangent tangent = new(network);
        (Tensor next, Tensor tangents) = tangent.Step(z, v, 1);
        Assert.InRange(Small.RelativeDifference(next, z.Add(y.mm(weight.t()))), 0, 1e-14);
        Tensor difference = cat([.. Enumerable.Range(0, 7).Select(j => (Map(y.Add(v[0][j], 1e-6)) - Map(y.Add(v[0][j], -1e-6))).Div(2e-6))]);
        Assert.InRange(Small.RelativeDifference(tangents[0], difference), 0, 1e-8);

        Tensor Map(Tensor at) => at.logit().Add(at.mm(weight.t())).sigmoid();
    }

    [Fact]
    public void Exponents_in_y_stay_right_where_y_rounds_to_1()
    {
        // z grows by y each layer, so 1 - y shrinks by exp(-1); in x nothing shrinks.
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", new[,] { { 1.0 } });
        using ResidualTangent residuals = new(map);
        using StateTangent states = new(map);
        double[][] inY = LyapunovExponents.Run(residuals, ones([1, 1], float64), 90, 1, 1);
        Assert.Equal(-1, ((90 * inY[89][0]) - (60 * inY[59][0])) / 30, 1e-9);
        double[][] inX = LyapunovExponents.Run(states, ones([1, 1], float64), 90, 1, 1);
        Assert.Equal(0, ((90 * inX[89][0]) - (60 * inX[59][0])) / 30, 1e-9);
    }

    [Fact]
    public void Exponents_in_x_are_those_in_z()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        Tensor x = network.Embed(Small.Pixels(1)), weight = network.Layer(1).Weight.t();
        ToyTangent inZ = new(z => z.Add(z.sigmoid().mm(weight)), (z, v) => v.Add((v * (z.sigmoid() * z.sigmoid().Rsub(1)).unsqueeze(1)).matmul(weight)));
        using ResidualFlow flow = new(network);
        using StateTangent inX = new(network);
        double[][] z = LyapunovExponents.Run(inZ, flow.Start(x).narrow(1, 0, 7), 200, 2, 1), states = LyapunovExponents.Run(inX, x, 200, 2, 1);
        Assert.Equal((200 * z[199][0]) - (199 * z[198][0]), (200 * states[199][0]) - (199 * states[198][0]), 0.01);
    }

    [Fact]
    public void Residuals_of_other_networks_are_refused()
    {
        foreach ((string kind, string weights, string activation) in new[] { ("perceptron", "shared", "logistic"), ("residual", "variable", "logistic"), ("residual", "shared", "tanh") })
        {
            using LayeredNetwork network = Small.Network(Small.Spec(kind, weights, activation: activation));
            Assert.Contains("StateTangent", Assert.Throws<ArgumentException>(() => new ResidualTangent(network)).Message);
        }
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec());
        using Tensor pixels = Small.Pixels(2), x0 = network.Embed(pixels);
        Run();
        long before = LiveTensors.Settled();
        Run();
        Assert.Equal(before, LiveTensors.Count);

        void Run()
        {
            using StateTangent states = new(network);
            using ResidualTangent residuals = new(network);
            _ = LyapunovExponents.Run(states, x0, 3, 2, 1);
            _ = LyapunovExponents.Run(residuals, x0, 3, 2, 1);
        }
    }
}
