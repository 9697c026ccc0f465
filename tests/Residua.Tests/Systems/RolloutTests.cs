using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

public sealed class RolloutTests
{
    [Fact]
    public void Keeps_the_signals_layers_and_neurons_asked_for()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        Tensor x0 = network.Embed(Small.Pixels(4));
        Recording record = new()
        {
            Signals = Signals.State | Signals.Residual | Signals.PreActivation,
            SignalLayers = LayerSelection.Only(2, 9),
            Neurons = [5, 0],
        };
        using Trajectory kept = Rollout.Run(network, x0, 9, record);
        Tensor state = x0;
        for (int t = 1; t <= 9; t++)
        {
            LayerStep step = network.Step(state, t);
            if (t is 2 or 9)
            {
                int at = t == 2 ? 0 : 1;
                Assert.True(SameValues(step.State[.., 5], kept[Signals.State][at, .., 0]));
                Assert.True(SameValues(step.Residual[.., 0], kept[Signals.Residual][at, .., 1]));
                Assert.True(SameValues(step.PreActivation[.., 5], kept[Signals.PreActivation][at, .., 0]));
            }

            state = step.State;
        }

        Assert.Equal([2, 9], kept.SignalLayers);
        Assert.True(SameValues(state, kept.FinalState));
        Assert.All(kept.LayersRun, layers => Assert.Equal(9, layers));
        Assert.All(kept.Reasons, reason => Assert.Equal(StopReason.ReachedEnd, reason));
    }

    [Fact]
    public void Statistics_equal_those_of_the_recorded_residuals()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork network = Small.Network(Small.Spec());
        Tensor x0 = network.Embed(Small.Pixels(6));
        int[] classes = [0, 2, 0, 2, 2, 0]; // class 1 has no sample
        Recording record = new() { Signals = Signals.Residual, Statistics = true, Classes = classes, NearZero = 0.3, NearOne = 0.7 };
        using Trajectory kept = Rollout.Run(network, x0, 4, record);
        ResidualStatistics statistics = kept.Statistics!;
        Tensor y = kept[Signals.Residual]; // [4,6,7]
        Close(y.mean([1]), statistics.Mean);
        Close(y.std([1], unbiased: false), statistics.StandardDeviation);
        Tensor ofClass2 = y.index_select(1, tensor(new long[] { 1, 3, 4 }));
        for (int t = 0; t < 4; t++)
        {
            int offset = (t * 3 + 2) * 7;
            Close(ofClass2[t].mean([0]), statistics.ClassMean[offset..(offset + 7)]);
            Close(ofClass2[t].std([0], unbiased: false), statistics.ClassStandardDeviation[offset..(offset + 7)]);
            Assert.All(statistics.ClassMean[((t * 3 + 1) * 7)..((t * 3 + 2) * 7)], value => Assert.True(float.IsNaN(value)));
            Assert.Equal(y[t].Lt(0.3).to(float64).mean().item<double>(), statistics.ShareNearZero[t], 1e-12);
            Assert.Equal(y[t].Gt(0.7).to(float64).mean().item<double>(), statistics.ShareNearOne[t], 1e-12);
        }

        Assert.True(double.IsNaN(statistics.MeanAbsoluteChange[0]));
        Assert.Equal((y[3] - y[2]).abs().mean().item<double>(), statistics.MeanAbsoluteChange[3], 1e-12);
        Assert.Equal([6, 6, 6, 6], statistics.Running);

        static void Close(Tensor expected, float[] own)
        {
            double[] values = [.. expected.contiguous().data<double>()];
            Assert.All(values.Zip(own), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void A_small_deviation_about_a_mean_near_one_is_not_lost()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = randn([1000, 3]).Mul(1e-4f).Add(0.999f);
        using Trajectory kept = Rollout.Run(new Still(), x0, 1, new Recording { Statistics = true });
        Assert.All(kept.Statistics!.StandardDeviation, deviation => Assert.InRange(deviation, 0.9e-4, 1.1e-4));
    }

    [Fact]
    public void Each_sample_stops_where_its_residual_settles_and_says_so()
    {
        using DisposeScope scope = NewDisposeScope();
        // x(t) = x(0)/2ᵗ and y(t) = -x(0)/2ᵗ, so |y(t) - y(t-1)| = |x(0)|/2ᵗ: larger x(0) settle later.
        Tensor x0 = tensor(new[,] { { 1.0 }, { 16.0 }, { 0.0 }, { 1024.0 } });
        using Trajectory kept = Rollout.Run(
            new Halving(), x0, 8, new Recording { Signals = Signals.State, Statistics = true }, new ConvergedResidual(0.26));
        Assert.Equal([2, 6, 2, 8], kept.LayersRun);
        Assert.Equal([StopReason.Halted, StopReason.Halted, StopReason.Halted, StopReason.ReachedEnd], kept.Reasons);
        Assert.Equal([1.0 / 4, 16.0 / 64, 0, 1024.0 / 256], kept.FinalState.data<double>().ToArray());
        double[] first = [.. kept[Signals.State][.., 0, 0].contiguous().data<double>()];
        Assert.Equal([0.5, 0.25], first[..2]);
        Assert.All(first[2..], value => Assert.True(double.IsNaN(value)));
        Assert.Equal([4, 4, 2, 2, 2, 2, 1, 1], kept.Statistics!.Running);
    }

    [Fact]
    public void A_rollout_ends_once_all_samples_have_stopped()
    {
        using DisposeScope scope = NewDisposeScope();
        Halving map = new();
        using Trajectory kept = Rollout.Run(map, tensor(new[,] { { 1.0 } }), 100, Recording.FinalState, new ConvergedResidual(10));
        Assert.Equal(2, map.Steps);
        Assert.Equal([2], kept.LayersRun);
    }

    [Fact]
    public void A_state_that_is_not_finite_says_so()
    {
        using DisposeScope scope = NewDisposeScope();
        using Trajectory kept = Rollout.Run(new Still(), tensor(new[,] { { 1.0 }, { double.NaN } }), 3, Recording.FinalState);
        Assert.Equal([StopReason.ReachedEnd, StopReason.NotFinite], kept.Reasons);
    }

    [Fact]
    public void No_layers_leave_the_input_in_a_tensor_of_its_own()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = ones([2, 3]);
        using Trajectory kept = Rollout.Run(new Still(), x0, 0, new Recording { Signals = Signals.State, Statistics = true });
        x0.zero_();
        Assert.Equal(6, kept.FinalState.sum().item<float>());
        Assert.Empty(kept.SignalLayers);
    }

    [Fact]
    public void Shared_weights_go_past_the_last_layer_and_others_refuse()
    {
        using DisposeScope scope = NewDisposeScope();
        LayeredNetwork shared = Small.Network(Small.Spec()), variable = Small.Network(Small.Spec(weights: "2+3"));
        Tensor x0 = shared.Embed(Small.Pixels(2));
        using Trajectory deep = Rollout.Run(shared, x0, 50, Recording.FinalState);
        ArgumentException failure = Assert.Throws<ArgumentException>(() => Rollout.Run(variable, x0, 6, Recording.FinalState));
        Assert.Contains("5 layers of different weights", failure.Message);
    }

    [Fact]
    public void Bad_requests_are_refused_by_name()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x0 = ones([2, 3]);
        Assert.Contains("layers 1 to 4", Assert.Throws<ArgumentException>(
            () => Rollout.Run(new Still(), x0, 4, new Recording { Signals = Signals.State, SignalLayers = LayerSelection.Only(5) })).Message);
        Assert.Contains("Neuron 3", Assert.Throws<ArgumentException>(
            () => Rollout.Run(new Still(), x0, 4, new Recording { Signals = Signals.State, Neurons = [0, 3] })).Message);
        Assert.Contains("2 samples", Assert.Throws<ArgumentException>(
            () => Rollout.Run(new Still(), x0, 4, new Recording { Statistics = true, Classes = [1] })).Message);
        Assert.Contains("not recorded", Assert.Throws<InvalidOperationException>(
            () => { using Trajectory none = Rollout.Run(new Still(), x0, 1, Recording.FinalState); _ = none[Signals.State]; }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvergedResidual(double.NaN));
    }

    [Fact]
    public void No_tensor_outlives_a_rollout_but_its_trajectory()
    {
        LayeredNetwork network = Small.Network(Small.Spec());
        Tensor x0 = network.Embed(Small.Pixels(6));
        Recording record = new() { Signals = Signals.State | Signals.Residual, Neurons = [1], Statistics = true, Classes = [0, 1, 0, 1, 0, 1] };
        long before = LiveTensors.Settled();
        Rollout.Run(network, x0, 30, record, new ConvergedResidual(1e-3)).Dispose();
        Assert.Equal(before, LiveTensors.Count);
        Assert.Throws<ArgumentException>(() => Rollout.Run(network, x0, 3, record with { Neurons = [99] }));
        Assert.Equal(before, LiveTensors.Count);
        x0.Dispose();
        network.Dispose();
    }

    [Fact]
    public void Statistics_of_a_deep_rollout_hold_no_tensor_a_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        Still map = new();
        Recording record = new() { Statistics = true, Classes = [0, 1, 0, 1] };
        using Trajectory kept = Rollout.Run(map, ones([4, 3]), 40, record);
        Assert.Single(map.Live.Skip(2).Distinct());
    }

    [Fact]
    public void Log_spaced_layers_begin_densely_and_end_at_the_last()
    {
        IReadOnlyList<int> layers = LayerSelection.LogSpaced(10, 20).Resolve(1000);
        Assert.Equal(Enumerable.Range(1, 10), layers.Take(10));
        Assert.Equal(1000, layers[^1]);
        Assert.Equal(layers.Distinct().Order(), layers);
    }

    private static bool SameValues(Tensor a, Tensor b) => a.eq(b).all().item<bool>();

    private sealed class Still : IDepthMap
    {
        public int Depth => 4;

        public bool IsAutonomous => true;

        public List<long> Live { get; } = [];

        public LayerStep Step(Tensor state, int layer)
        {
            Live.Add(LiveTensors.Count);
            return new(state.clone(), state.clone(), state.clone());
        }
    }

    private sealed class Halving : IDepthMap
    {
        public int Steps { get; private set; }

        public int Depth => 8;

        public bool IsAutonomous => true;

        public LayerStep Step(Tensor state, int layer)
        {
            Steps++;
            Tensor half = state.Div(2);
            return new(half, half - state, half.clone());
        }
    }
}
