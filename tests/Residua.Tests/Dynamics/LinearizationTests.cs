using Residua.Dynamics;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class LinearizationTests
{
    [Theory]
    [InlineData(1, "logistic", true)]
    [InlineData(1, "logistic", false)]
    [InlineData(0, "logistic", true)]
    [InlineData(0, "logistic", false)]
    [InlineData(0, "tanh", true)]
    [InlineData(0, "tanh", false)]
    public void Is_the_derivative_that_finite_differences_give(double carry, string activation, bool flow)
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(5, 3), carry, activation, [0.1, -0.4, 0.3, 0, 1]);
        Tensor z = tensor(new[,] { { 0.3, -1.2, 2.0, -0.1, 0.7 }, { -2.0, 1.0, 0.2, 0.4, -0.6 } }), y = system.Activate(z), weight = system.Layer(1).Weight;
        using Linearization jacobian = flow ? Linearization.Flow(system, y, z) : Linearization.Map(system, y, z);
        for (int point = 0; point < 2; point++)
        {
            Tensor dense = jacobian.Dense(point);
            for (int j = 0; j < 5; j++)
            {
                Tensor step = zeros(5, float64);
                step[j] = tensor(1e-6);
                Tensor column = (F(y[point].Add(step)) - F(y[point] - step)).Div(2e-6);
                Assert.True((column - dense.select(1, j)).abs().max().item<double>() < 1e-8);
            }
        }

        Tensor F(Tensor at)
        {
            Tensor drive = weight.mv(at);
            return carry == 0
                ? system.Activate(drive.Add(system.Layer(1).Bias!)) - (flow ? at : 0)
                : flow ? at * at.Rsub(1) * drive : (at / at.Rsub(1)).log().Add(drive).sigmoid();
        }
    }

    [Fact]
    public void Products_and_norms_are_those_of_the_dense_matrix()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(DenseSystem.Random(9, 4));
        Tensor z = tensor(DenseSystem.Random(9, 5)), v = tensor(DenseSystem.Random(9, 6));
        using Linearization jacobian = Linearization.Flow(system, z.sigmoid(), z);
        Tensor image = jacobian.Apply(v), back = jacobian.ApplyTransposed(v);
        double[] norms = jacobian.Norms(500);
        for (int point = 0; point < 9; point++)
        {
            Tensor dense = jacobian.Dense(point);
            Assert.True(Small.RelativeDifference(image[point], dense.mv(v[point])) < 1e-13);
            Assert.True(Small.RelativeDifference(back[point], dense.t().mv(v[point])) < 1e-13);
            Assert.Equal(linalg.svdvals(dense)[0].item<double>(), norms[point], 1e-3);
        }
    }

    [Fact]
    public void Saturated_states_keep_what_y_has_lost()
    {
        // y rounds to 1 and to 0, but f' and the multiplier exp((1-2y) W y) do not become 0/0.
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem system = new(new[,] { { -2.0, 0 }, { 0.5, 0 } });
        Tensor z = tensor(new[,] { { 60.0, -900 } });
        using Linearization flow = Linearization.Flow(system, z.sigmoid(), z), map = Linearization.Map(system, z.sigmoid(), z);
        Assert.Equal([2.0, 0.5], flow.Shift.data<double>().ToArray());
        Assert.Equal(Math.Exp(2), map.Shift[0, 0].item<double>(), 1e-9);
        Assert.Equal(Math.Exp(0.5), map.Shift[0, 1].item<double>(), 1e-9);
        Assert.Equal(Math.Exp(-60), flow.Gain[0, 0].item<double>(), 1e-36);
    }

    [Fact]
    public void Other_networks_and_broken_states_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DenseSystem tanh = new(new[,] { { 1.0 } }, 1, "tanh"), variable = new(new[,] { { 1.0 } }, shared: false), fine = new(new[,] { { 1.0 } });
        Tensor z = zeros(1, 1, float64);
        Assert.Contains("residual with tanh", Assert.Throws<ArgumentException>(() => Linearization.Flow(tanh, z, z)).Message);
        Assert.Contains("shared weights", Assert.Throws<ArgumentException>(() => Linearization.Map(variable, z, z)).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Linearization.Flow(fine, z.Div(0), z.Div(0))).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using DenseSystem system = new(DenseSystem.Random(4, 1));
        using Tensor z = zeros(2, 4, float64), y = z.sigmoid();
        long before = LiveTensors.Settled();
        using (Linearization flow = Linearization.Flow(system, y, z), map = Linearization.Map(system, y, z))
        {
            flow.Norms();
            ReducedEigenvalues.Of(flow, 0, 1e-6, conditioned: true);
            ReducedEigenvalues.Of(map, 1, 0);
            flow.Apply(y).Dispose();
        }

        Assert.Equal(before, LiveTensors.Count);
    }
}
