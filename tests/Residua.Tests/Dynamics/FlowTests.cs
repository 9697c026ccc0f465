using Residua.Dynamics;
using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class FlowTests
{
    [Theory]
    [InlineData("logistic")]
    [InlineData("tanh")]
    [InlineData("softplus")]
    public void Residual_map_is_the_unit_euler_step_in_z(string activation)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(activation: activation));
        Tensor x0 = network.Embed(Small.Pixels(4));
        using ResidualFlow flow = new(network);
        Tensor state = flow.Start(x0); // z(1), x(0)
        Recording all = new() { Signals = Signals.State | Signals.Residual | Signals.PreActivation };
        using Trajectory map = Rollout.Run(network, x0, 9, all);
        for (int t = 1; t <= 9; t++)
        {
            Assert.InRange(Small.RelativeDifference(state.narrow(1, 0, 7), map[Signals.PreActivation][t - 1]), 0, 1e-13);
            Assert.InRange(Small.RelativeDifference(flow.Residual(state), map[Signals.Residual][t - 1]), 0, 1e-13);
            state = new EulerIntegrator(1).Integrate(flow, state, t - 1, t).State;
            Assert.InRange(Small.RelativeDifference(ResidualFlow.Cumulative(state), map[Signals.State][t - 1]), 0, 1e-13);
        }
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("variable")]
    public void Perceptron_is_the_unit_euler_step_of_its_flow(string weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec("perceptron", weights));
        Tensor x0 = network.Embed(Small.Pixels(4)), state = x0;
        using Trajectory map = Rollout.Run(network, x0, 5, new() { Signals = Signals.State });
        for (int t = 1; t <= 5; t++)
        {
            using PerceptronFlow flow = new(network, t);
            state = new EulerIntegrator(1).Integrate(flow, state, t - 1, t).State;
            Assert.InRange(Small.RelativeDifference(state, map[Signals.State][t - 1]), 0, 1e-13);
        }
    }

    [Fact]
    public void One_neuron_follows_the_known_solution()
    {
        // dy/dt = w y^2 (1 - y): log(y / (1 - y)) - 1/y - w t does not change, and z = log(y / (1 - y)).
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "logistic", new[,] { { 1.5 } });
        using ResidualFlow flow = new(map);
        Tensor start = flow.Start(tensor(new[,] { { -2.0 }, { 0.5 } }));
        Tensor end = new DormandPrinceIntegrator { RelativeTolerance = 1e-10 }.Integrate(flow, start, 0, 3).State;
        Tensor change = (Invariant(end) - Invariant(start)).Sub(1.5 * 3);
        Assert.InRange(change.abs().max().item<double>(), 0, 1e-7);

        Tensor Invariant(Tensor state) => state.narrow(1, 0, 1) - flow.Residual(state).reciprocal();
    }

    [Fact]
    public void Velocity_is_equation_3_for_the_logistic_function()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec());
        using ResidualFlow flow = new(network);
        Tensor state = flow.Start(network.Embed(Small.Pixels(4))), y = flow.Residual(state);
        const double h = 1e-6;
        Tensor moved = state.Add(flow.Velocity(state, 0), h), back = state.Add(flow.Velocity(state, 0), -h);
        Tensor measured = (flow.Residual(moved) - flow.Residual(back)).Div(2 * h);
        Assert.InRange(Small.RelativeDifference(measured, y * y.Rsub(1) * y.mm(network.Layer(1).Weight.t())), 0, 1e-8);
    }

    [Fact]
    public void Residuals_stay_within_0_and_1()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec() with { Initialization = new() { WeightGain = 20 } });
        using ResidualFlow flow = new(network);
        Tensor start = flow.Start(network.Embed(Small.Pixels(50)));
        foreach (IIntegrator integrator in new IIntegrator[] { new EulerIntegrator(1), new EulerIntegrator(0.1), new RungeKutta4Integrator(0.5), new DormandPrinceIntegrator() })
        {
            using Integration run = integrator.Integrate(flow, start, 0, 30);
            Assert.Equal(IntegrationOutcome.Done, run.Outcome);
            Tensor y = flow.Residual(run.State);
            Assert.InRange(y.min().item<double>(), 0, 1);
            Assert.InRange(y.max().item<double>(), 0, 1);
        }
    }

    [Fact]
    public void With_variable_weights_z_stays_w_x_plus_b()
    {
        using DisposeScope scope = NewDisposeScope();
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable"));
        Tensor state = zeros(0);
        for (int layer = 1; layer <= 5; layer++)
        {
            using ResidualFlow flow = new(network, layer);
            state = layer == 1 ? flow.Start(network.Embed(Small.Pixels(4))) : state;
            Tensor z = flow.Start(ResidualFlow.Cumulative(state)).narrow(1, 0, 7); // W x + b at the start of the interval
            Assert.InRange(Small.RelativeDifference(state.narrow(1, 0, 7), z), 0, 1e-8);
            state = new DormandPrinceIntegrator { RelativeTolerance = 1e-10 }.Integrate(flow, state, layer - 1, layer).State;
        }
    }

    [Fact]
    public void Variable_weights_add_the_term_of_equation_1()
    {
        // W goes from 1 to 3: dz/dt = W y + 2 x at every time of the first interval, and W y in the last.
        using DisposeScope scope = NewDisposeScope();
        using ToyMap map = new(1, "identity", new[,] { { 1.0 } }, new[,] { { 3.0 } }) { Depth = 2 };
        using ResidualFlow first = new(map, 1), last = new(map, 2);
        Tensor state = tensor(new[,] { { 5.0, 7.0 } });
        Assert.Equal([(2 * 5.0) + (2 * 7), 5], first.Velocity(state, 0.5).data<double>().ToArray());
        Assert.Equal([3 * 5.0, 5], last.Velocity(state, 1.5).data<double>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResidualFlow(map, 3));
    }

    [Fact]
    public void A_flow_refuses_the_other_kind()
    {
        using LayeredNetwork residual = Small.Network(Small.Spec()), perceptron = Small.Network(Small.Spec("perceptron"));
        Assert.Contains("PerceptronFlow", Assert.Throws<ArgumentException>(() => new ResidualFlow(perceptron)).Message);
        Assert.Contains("ResidualFlow", Assert.Throws<ArgumentException>(() => new PerceptronFlow(residual)).Message);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using LayeredNetwork network = Small.Network(Small.Spec(weights: "variable")), perceptron = Small.Network(Small.Spec("perceptron", "variable"));
        using Tensor pixels = Small.Pixels(2), x0 = network.Embed(pixels);
        Run();
        long before = LiveTensors.Settled();
        Run();
        Assert.Equal(before, LiveTensors.Count);

        void Run()
        {
            using ResidualFlow flow = new(network);
            using Tensor start = flow.Start(x0), y = flow.Residual(start), x = ResidualFlow.Cumulative(start);
            new RungeKutta4Integrator(0.5).Integrate(flow, start, 0, 1).Dispose();
            using PerceptronFlow other = new(perceptron);
            new RungeKutta4Integrator(0.5).Integrate(other, x0, 0, 1).Dispose();
        }
    }
}
