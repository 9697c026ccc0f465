using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Systems;

/// <summary>Runs a depth map from an initial state through its layers, and past them where the weights are shared.</summary>
public static class Rollout
{
    /// <summary>x(t) = F_t(x(t-1)) for t = 1..layers, keeping what <paramref name="record"/> asks for.</summary>
    /// <remarks>
    /// Past the depth of a logistic map in float32 z(t+1) = a z(t) + (1-a) b + W y(t) is summed instead of W x(t) + b, over the
    /// neurons that are on (y > 2⁻³⁰): the same but for rounding, and most residuals of nets that settle are 0.
    /// </remarks>
    /// <param name="map">The map; past <see cref="IDepthMap.Depth"/> only an autonomous one goes on.</param>
    /// <param name="x0">x(0), [B,N]; not changed.</param>
    /// <param name="layers">How many layers to run, 0 or more.</param>
    /// <param name="record">What to keep.</param>
    /// <param name="halt">Stops samples one by one; null to run all to the end.</param>
    /// <param name="progress">Told the share of the layers done.</param>
    /// <param name="cancellation">Ends the rollout between layers.</param>
    /// <exception cref="ArgumentException">The map cannot run that deep, or the recording does not fit the samples.</exception>
    public static Trajectory Run(
        IDepthMap map, Tensor x0, int layers, Recording record, IHalting? halt = null, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        if (layers > map.Depth && !map.IsAutonomous)
        {
            throw new ArgumentException(
                $"A rollout of {layers} layers was asked for, but the network has {map.Depth} layers of different weights; " +
                "only shared weights go on past the last layer.", nameof(layers));
        }

        if (x0.dim() != 2)
        {
            throw new ArgumentException($"The initial state must be [samples, neurons]; it has {x0.dim()} dimensions.", nameof(x0));
        }

        int samples = checked((int)x0.shape[0]);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        SignalRecorder signals = new(record, x0, layers);
        StatisticsRecorder? statistics = record.Statistics ? new(record, x0, layers) : null;
        if (halt is null && SparseRollout.Applies(map, x0, layers))
        {
            Tensor last = SparseRollout.Run((IDenseMap)map, x0, layers, record, signals, statistics, progress, cancellation);
            return Kept(signals, statistics, last, [.. Enumerable.Repeat(layers, samples)], new StopReason[samples]);
        }

        Tensor finalState = x0.clone();
        int[] layersRun = [.. Enumerable.Repeat(layers, samples)];
        StopReason[] reasons = new StopReason[samples];
        int[] running = [.. Enumerable.Range(0, samples)]; // the samples that rows of the state stand for
        Tensor? rows = null;                               // the same as a tensor, once some samples have stopped

        Tensor state = x0.alias();
        Tensor? previousResidual = null;
        for (int t = 1; t <= layers && running.Length > 0; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            LayerStep step = map.Step(state, t);
            signals.Add(t, step, rows);
            statistics?.Add(t, step.Residual, previousResidual, running);
            progress?.Invoke((double)t / layers);
            bool[] stopped = halt is null ? [] : Halted(halt, t, step, previousResidual);
            step.PreActivation.Dispose();
            state.Dispose();
            previousResidual?.Dispose();
            (state, previousResidual) = (step.State, step.Residual);
            if (stopped.Any(sample => sample))
            {
                (state, previousResidual, running, rows) =
                    Compact(state, previousResidual, running, stopped, finalState, layersRun, reasons, t);
            }
        }

        if (rows is null && layers > 0)
        {
            finalState.Dispose();
            finalState = state;
        }
        else if (rows is not null && running.Length > 0)
        {
            finalState.index_copy_(0, rows, state);
        }

        return Kept(signals, statistics, finalState, layersRun, reasons);
    }

    private static Trajectory Kept(SignalRecorder signals, StatisticsRecorder? statistics, Tensor finalState, int[] layersRun, StopReason[] reasons)
    {
        MarkNotFinite(finalState, reasons);
        foreach (Tensor tensor in signals.Recorded.Values.Append(finalState))
        {
            tensor.MoveToOuterDisposeScope();
        }

        return new Trajectory(signals.Layers, signals.Recorded, statistics?.Result(), finalState, layersRun, reasons);
    }

    private static bool[] Halted(IHalting halt, int layer, LayerStep step, Tensor? previousResidual)
    {
        using Tensor halts = halt.Halts(layer, step, previousResidual);
        using Tensor flags = halts.cpu();
        return flags.data<bool>().ToArray();
    }

    private static (Tensor State, Tensor Residual, int[] Running, Tensor Rows) Compact(
        Tensor state, Tensor residual, int[] running, bool[] stopped, Tensor finalState, int[] layersRun, StopReason[] reasons, int layer)
    {
        List<long> keep = [], leave = [];
        for (int row = 0; row < running.Length; row++)
        {
            (stopped[row] ? leave : keep).Add(row);
            if (stopped[row])
            {
                layersRun[running[row]] = layer;
                reasons[running[row]] = StopReason.Halted;
            }
        }

        using Tensor leaving = tensor(leave.ToArray(), device: state.device);
        using Tensor left = tensor(leave.Select(row => (long)running[row]).ToArray(), device: state.device);
        using Tensor final = state.index_select(0, leaving);
        finalState.index_copy_(0, left, final);

        using Tensor keeping = tensor(keep.ToArray(), device: state.device);
        int[] still = [.. keep.Select(row => running[(int)row])];
        Tensor rows = tensor(still.Select(sample => (long)sample).ToArray(), device: state.device);
        Tensor nextState = state.index_select(0, keeping), nextResidual = residual.index_select(0, keeping);
        state.Dispose();
        residual.Dispose();
        return (nextState, nextResidual, still, rows);
    }

    private static void MarkNotFinite(Tensor finalState, StopReason[] reasons)
    {
        using Tensor finite = finalState.isfinite().all(1).cpu();
        bool[] flags = finite.data<bool>().ToArray();
        for (int i = 0; i < reasons.Length; i++)
        {
            reasons[i] = flags[i] ? reasons[i] : StopReason.NotFinite;
        }
    }
}
