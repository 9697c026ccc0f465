using Residua.Dynamics;
using Residua.Numerics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Dynamics;

public sealed class IntegratorTests
{
    public static TheoryData<string> Flows => ["spiral", "swing"];

    [Theory]
    [MemberData(nameof(Flows))]
    public void Euler_has_order_1(string flow) => Assert.Equal(1, Order(flow, h => new EulerIntegrator(h), 64), 0.05);

    [Theory]
    [MemberData(nameof(Flows))]
    public void Classical_runge_kutta_has_order_4(string flow) => Assert.Equal(4, Order(flow, h => new RungeKutta4Integrator(h), 64), 0.1);

    [Theory]
    [MemberData(nameof(Flows))]
    public void Dormand_prince_has_order_5(string flow)
    {
        // It chooses its steps itself, so the order is that of the error against the number of steps.
        (double coarse, int few) = Error(flow, new DormandPrinceIntegrator { RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-8 });
        (double fine, int many) = Error(flow, new DormandPrinceIntegrator { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-12 });
        Assert.Equal(5, Math.Log(coarse / fine) / Math.Log(many / (double)few), 0.5);
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void Dormand_prince_keeps_its_tolerance(double tolerance)
    {
        DormandPrinceIntegrator integrator = new() { RelativeTolerance = tolerance, AbsoluteTolerance = tolerance };
        Assert.All(new[] { "spiral", "swing" }, flow => Assert.InRange(Error(flow, integrator).Error, 0, 10 * tolerance));
    }

    [Fact]
    public void Dormand_prince_keeps_its_tolerance_for_the_hardest_sample()
    {
        using DisposeScope scope = NewDisposeScope();
        ToyFlow fast = new((s, t) => s * tensor(new[,] { { 0.0 }, { -300.0 } })); // one sample rests, one decays at once
        using Integration run = new DormandPrinceIntegrator().Integrate(fast, ones([2, 1], float64), 0, 0.02);
        Assert.Equal(1, run.State[0, 0].item<double>(), 1e-12);
        Assert.Equal(Math.Exp(-6), run.State[1, 0].item<double>(), 1e-6);
    }

    [Fact]
    public void Failure_is_a_value_with_its_reason()
    {
        using DisposeScope scope = NewDisposeScope();
        using Integration few = new DormandPrinceIntegrator { MaximumSteps = 3 }.Integrate(ToyFlow.Swing, ones([1, 1], float64), 0, 100);
        Assert.Equal((IntegrationOutcome.TooManySteps, 3), (few.Outcome, few.Accepted + few.Rejected));
        Assert.InRange(few.Time, 0, 99);

        ToyFlow blowsUp = new((s, t) => s * s); // s = 1 / (1 - t)
        using Integration blown = new DormandPrinceIntegrator().Integrate(blowsUp, ones([1, 1], float64), 0, 2);
        Assert.NotEqual(IntegrationOutcome.Done, blown.Outcome);
        Assert.Equal(1, blown.Time, 1e-3);
        using Integration stepped = new EulerIntegrator(0.01).Integrate(blowsUp, ones([1, 1], float64), 0, 2);
        Assert.Equal(IntegrationOutcome.NotFinite, stepped.Outcome);

        using Integration broken = new DormandPrinceIntegrator().Integrate(ToyFlow.Swing, empty([2, 1]).Fill_(double.NaN), 0, 1);
        Assert.Equal((IntegrationOutcome.NotFinite, 0.0), (broken.Outcome, broken.Time));
    }

    [Fact]
    public void No_time_is_no_step_and_the_state_given_is_left_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = ones([1, 2], float64);
        foreach (IIntegrator integrator in new IIntegrator[] { new EulerIntegrator(0.1), new RungeKutta4Integrator(0.1), new DormandPrinceIntegrator() })
        {
            using Integration none = integrator.Integrate(ToyFlow.Spiral, start, 1, 1), some = integrator.Integrate(ToyFlow.Spiral, start, 1, 2);
            Assert.Equal((IntegrationOutcome.Done, 0), (none.Outcome, none.Accepted));
            Assert.Equal([1.0, 1], none.State.data<double>().ToArray());
            Assert.Equal([1.0, 1], start.data<double>().ToArray());
            Assert.True(some.Accepted > 0 && some.Evaluations >= some.Accepted);
            Assert.Throws<ArgumentOutOfRangeException>(() => integrator.Integrate(ToyFlow.Spiral, start, 2, 1));
        }
    }

    [Fact]
    public void A_step_that_does_not_divide_the_time_is_shortened()
    {
        using DisposeScope scope = NewDisposeScope();
        using Integration run = new EulerIntegrator(0.3).Integrate(new ToyFlow((s, _) => ones_like(s)), zeros([1, 1], float64), 0, 1);
        Assert.Equal((4, 4, 1.0), (run.Accepted, run.Evaluations, run.Time));
        Assert.Equal(1, run.State.item<double>(), 1e-15);
    }

    [Fact]
    public void Nothing_is_left_alive()
    {
        using Tensor start = ones([2, 2], float64);
        Run();
        long before = LiveTensors.Settled();
        Run();
        Assert.Equal(before, LiveTensors.Count);

        void Run()
        {
            ToyFlow clean = new((s, _) => s.neg());
            new EulerIntegrator(0.1).Integrate(clean, start, 0, 1).Dispose();
            new RungeKutta4Integrator(0.1).Integrate(clean, start, 0, 1).Dispose();
            new DormandPrinceIntegrator().Integrate(clean, start, 0, 1).Dispose();
        }
    }

    private static double Order(string flow, Func<double, IIntegrator> integrator, int steps) =>
        Math.Log2(Error(flow, integrator(3.0 / steps)).Error / Error(flow, integrator(1.5 / steps)).Error);

    private static (double Error, int Steps) Error(string flow, IIntegrator integrator)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = flow == "spiral" ? tensor(new[,] { { 1.0, 0 } }) : tensor(new[,] { { 1.0 }, { 2.0 } });
        Tensor truth = flow == "spiral"
            ? tensor(new[,] { { Math.Exp(-0.3) * Math.Cos(3), -Math.Exp(-0.3) * Math.Sin(3) } })
            : start.Mul(Math.Exp(Math.Sin(3)));
        using Integration run = integrator.Integrate(flow == "spiral" ? ToyFlow.Spiral : ToyFlow.Swing, start, 0, 3);
        Assert.Equal((IntegrationOutcome.Done, 3.0), (run.Outcome, run.Time));
        return ((run.State - truth).abs().max().item<double>(), run.Accepted);
    }

    [Fact]
    public void Equal_steps_stop_where_the_state_is_no_longer_finite_and_leave_nothing_when_cancelled()
    {
        using Tensor start = torch.ones([1, 1], float64);
        long before = LiveTensors.Settled();
        ToyFlow breaks = new((s, t) => t < 2.5 ? s.clone() : s.Mul(double.NaN));
        using (Integration run = new EulerIntegrator(1).Integrate(breaks, start, 0, 10))
        {
            Assert.Equal((IntegrationOutcome.NotFinite, 4.0, 4, 4), (run.Outcome, run.Time, run.Accepted, run.Evaluations)); // the step from 3 to 4
        }

        using CancellationTokenSource stop = new();
        ToyFlow stops = new((s, t) =>
        {
            if (t >= 3)
            {
                stop.Cancel();
            }

            return s.clone();
        });
        Assert.Throws<OperationCanceledException>(() => new EulerIntegrator(1).Integrate(stops, start, 0, 10, stop.Token));
        Assert.Equal(before, LiveTensors.Count);
    }
}
