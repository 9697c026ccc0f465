using Residua.Networks;
using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.Systems;

/// <summary>
/// The rollout by the neurons that are on against float64 and against the plain loop in float32, on nets that settle, on one that
/// does not, and with and without biases.
/// </summary>
public sealed class SparseRolloutTests
{
    private const int Samples = 101, Layers = 300;

    public static TheoryData<string, double, double, bool, double> Nets => new()
    {
        // kind, mean and gain of the weights, whether there are biases, how much lower the bias of two in three neurons is
        { "residual", -8, 1, false, 0 },
        { "residual", -8, 1, true, 40 },
        { "residual", 0, 1, true, 25 },
        { "perceptron", 0, 2, true, 40 },
        { "residual", 0, 1, true, 0 },
        { "perceptron", -2, 3, true, 0 },
        { "perceptron", 0, 1, false, 0 },
    };

    [Theory]
    [MemberData(nameof(Nets))]
    public void It_is_as_near_to_float64_as_the_plain_loop(string kind, double mean, double gain, bool isBiased, double silence)
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, LayeredNetwork wide, Tensor x0) = Pair(kind, mean, gain, isBiased, silence);
        int[] classes = [.. Enumerable.Range(0, Samples).Select(i => i % 3)];
        Recording record = new() { Signals = Signals.Residual | Signals.State | Signals.PreActivation, SignalLayers = LayerSelection.Only(1, 2, 40, Layers), Statistics = true, Classes = classes };
        using Trajectory fast = Rollout.Run(own, x0, Layers, record), plain = Rollout.Run(own, x0, Layers, record, new Never());
        using Trajectory exact = Rollout.Run(wide, x0.to(float64), Layers, record);
        foreach (Signals signal in new[] { Signals.Residual, Signals.State, Signals.PreActivation })
        {
            double scale = exact[signal].abs().max().item<double>(), error = Error(exact[signal], fast[signal]), plainError = Error(exact[signal], plain[signal]);
            // z is a sum over the layers here, and one product there.
            Assert.InRange(error, 0, ((signal == Signals.PreActivation ? 6 : 3) * plainError) + (1e-6 * scale));
        }

        Assert.True(Error(exact[Signals.Residual], fast[Signals.Residual]) < 1e-3, "the net was meant to be one whose rounding does not grow");
        Near(plain.Statistics!.Mean, fast.Statistics!.Mean);
        Near(plain.Statistics.StandardDeviation, fast.Statistics.StandardDeviation);
        Near(plain.Statistics.ClassMean, fast.Statistics.ClassMean);
        Near(plain.Statistics.ClassStandardDeviation, fast.Statistics.ClassStandardDeviation);
        Near(plain.Statistics.ShareNearZero, fast.Statistics.ShareNearZero, 1e-3);
        Near(plain.Statistics.ShareNearOne, fast.Statistics.ShareNearOne, 1e-3);
        Near(plain.Statistics.MeanAbsoluteChange, fast.Statistics.MeanAbsoluteChange, 1e-5);
        Assert.Equal(plain.Statistics.Running, fast.Statistics.Running);
        Assert.Equal(plain.LayersRun, fast.LayersRun);
    }

    [Fact]
    public void Neurons_go_on_and_off_in_the_nets_above()
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, _, Tensor x0) = Pair("residual", 0, 1, isBiased: true, silence: 25);
        using Trajectory kept = Rollout.Run(own, x0, Layers, new() { Signals = Signals.Residual, SignalLayers = LayerSelection.Only(2, Layers) });
        using Tensor on = kept[Signals.Residual].Gt(1e-9).any(1); // [2,N]
        Assert.InRange(on[0].to(float64).mean().item<double>(), 0.2, 0.5);
        Assert.True(on[0].logical_and(on[1].logical_not()).any().item<bool>());
        Assert.True(on[1].logical_and(on[0].logical_not()).any().item<bool>());
    }

    [Fact]
    public void What_it_records_does_not_depend_on_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, _, Tensor x0) = Pair("residual", -8, 1, isBiased: true);
        Recording record = new() { Signals = Signals.State, SignalLayers = LayerSelection.Last, Neurons = [3, 0], Statistics = true };
        using Trajectory all = With(3), alone = With(1);
        Assert.Equal(all.Statistics!.Mean, alone.Statistics!.Mean);
        Assert.Equal(all.Statistics.StandardDeviation, alone.Statistics.StandardDeviation);
        Assert.True(all.FinalState.eq(alone.FinalState).all().item<bool>());
        Assert.True(all.FinalState.index_select(1, tensor(new long[] { 3, 0 })).eq(all[Signals.State][0]).all().item<bool>());

        Trajectory With(int count)
        {
            int threads = get_num_threads();
            try
            {
                set_num_threads(count);
                return Rollout.Run(own, x0, 60, record);
            }
            finally
            {
                set_num_threads(threads);
            }
        }
    }

    [Fact]
    public void A_state_of_another_size_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, _, _) = Pair("residual", -8, 1, isBiased: true);
        foreach (int layers in new[] { 5, 60 })
        {
            Assert.Contains("[samples, 90]", Assert.Throws<ArgumentException>(() => Rollout.Run(own, zeros(20, 70), layers, Recording.FinalState)).Message);
            Assert.Throws<ArgumentException>(() => Rollout.Run(own, zeros(20, 120), layers, Recording.FinalState));
        }
    }

    [Fact]
    public void An_overflow_of_a_perceptron_passes_with_its_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, _, Tensor x0) = Pair("perceptron", 0, 1, isBiased: true);
        Tensor large = x0.Mul(1e38f);
        using Trajectory fast = Rollout.Run(own, large, 40, Recording.FinalState), plain = Rollout.Run(own, large, 40, Recording.FinalState, new Never());
        Assert.True(plain.FinalState.isfinite().all().item<bool>());
        Assert.InRange((fast.FinalState - plain.FinalState).abs().max().item<float>(), 0, 1e-4);
    }

    [Fact]
    public void A_sample_that_is_not_a_number_is_said_so_and_leaves_the_others_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        (LayeredNetwork own, _, Tensor x0) = Pair("residual", -8, 1, isBiased: false);
        Tensor broken = x0.clone();
        broken[5, 2] = tensor(float.NaN);
        using Trajectory kept = Rollout.Run(own, broken, 20, Recording.FinalState), clean = Rollout.Run(own, x0, 20, Recording.FinalState);
        Assert.Equal([5], Enumerable.Range(0, Samples).Where(b => kept.Reasons[b] == StopReason.NotFinite));
        Assert.True(kept.FinalState[5].isnan().all().item<bool>());
        Tensor others = (kept.FinalState - clean.FinalState).abs();
        others[5] = zeros(x0.shape[1]);
        Assert.InRange(others.max().item<float>(), 0, 1e-4);
    }

    [Fact]
    public void It_stops_when_asked_and_leaves_no_tensor()
    {
        (LayeredNetwork own, LayeredNetwork wide, Tensor x0) = Pair("residual", -8, 1, isBiased: true);
        using CancellationTokenSource stop = new();
        long before = LiveTensors.Settled();
        Assert.Throws<OperationCanceledException>(() => Rollout.Run(own, x0, 200, new() { Statistics = true }, progress: share => stop.Cancel(), cancellation: stop.Token));
        Assert.Equal(before, LiveTensors.Count);
        own.Dispose();
        wide.Dispose();
        x0.Dispose();
    }

    private static (LayeredNetwork Own, LayeredNetwork Wide, Tensor X0) Pair(string kind, double mean, double gain, bool isBiased, double silence = 0)
    {
        NetworkSpec spec = new()
        {
            Network = kind,
            Neurons = 90,
            Inputs = 70,
            Layers = 5,
            Bias = isBiased,
            Initialization = new() { WeightMean = mean, WeightGain = gain, Bias = -1, ClassifierGain = 1 },
        };
        LayeredNetwork own = LayeredNetwork.Create(spec, 3, CPU);
        if (silence > 0)
        {
            using Tensor silent = own.Parameters.Biases[0].slice(0, 0, 60, 1);
            silent.Sub_(silence);
        }

        NetworkSpec wide = spec with { Precision = Precision.Float64 };
        using Generator generator = new(4, CPU);
        using Tensor pixels = rand([Samples, 70], float32, CPU, generator: generator);
        return (own, LayeredNetwork.Create(wide, NetworkParameters.FromTensors(wide, own.Parameters.All.ToDictionary(pair => pair.Key, pair => pair.Value), CPU)), own.Embed(pixels));
    }

    private static double Error(Tensor exact, Tensor other) => (exact - other.to(float64)).abs().max().item<double>();

    private static void Near(float[] expected, float[] actual) => Near([.. expected.Select(value => (double)value)], [.. actual.Select(value => (double)value)], 1e-3);

    private static void Near(double[] expected, double[] actual, double tolerance) => Assert.All(
        expected.Zip(actual), pair => Assert.True(double.IsNaN(pair.First) ? double.IsNaN(pair.Second) : Math.Abs(pair.First - pair.Second) <= tolerance, $"{pair}"));

    private sealed class Never : IHalting
    {
        public Tensor Halts(int layer, LayerStep step, Tensor? previousResidual) => zeros(step.Residual.shape[0], ScalarType.Bool);
    }
}
