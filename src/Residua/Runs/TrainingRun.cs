using System.Diagnostics;
using Residua.Data;
using Residua.Networks;
using Residua.Training;
using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>Trains a run in its folder: from the beginning, or from its checkpoint.</summary>
public static class TrainingRun
{
    /// <summary>Trains until the specification's epochs are done, keeping metrics and a checkpoint after each.</summary>
    /// <param name="run">The run; one that is finished is returned as it is.</param>
    /// <param name="data">Its data set, before pooling.</param>
    /// <param name="device">Where to train.</param>
    /// <param name="progress">Is told after every step.</param>
    /// <param name="epochDone">Is told after every epoch.</param>
    /// <param name="cancellation">Stops with a checkpoint.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="DivergedException">A loss or gradient is not finite; the last checkpoint is kept.</exception>
    /// <exception cref="OperationCanceledException">Training was stopped; its checkpoint is stored.</exception>
    public static LayeredNetwork Train(
        RunFolder run, DataSet data, Device device, Action<TrainingProgress> progress, Action<EpochMetrics> epochDone, CancellationToken cancellation = default)
    {
        if (run.State is RunState.Finished or RunState.Imported)
        {
            return run.LoadNetwork(device);
        }

        using RunLock held = RunLock.Take(run.Path);
        run.Reload();
        if (run.State == RunState.Finished) // by another program, before the lock was ours
        {
            return run.LoadNetwork(device);
        }

        RunSpec spec = run.Spec;
        TrainingSpec training = spec.Training!;
        using LayeredNetwork start = LayeredNetwork.Create(spec.Network, spec.Seed, device);
        Checkpoint? checkpoint = null;
        using SafetensorsFile? file = run.ReadCheckpoint() is { } stored ? (checkpoint = stored.Checkpoint, stored.File).File : null;
        LayeredNetwork trained = Trainer.Run(
            start, data.Train.Pool(spec.Pool), data.Test.Pool(spec.Pool), training, spec.Seed, checkpoint, new Keeper(run, progress, epochDone), cancellation);
        run.WriteNetwork(trained);
        return trained;
    }

    /// <summary>Stores a network that training is to start from, as the checkpoint of epoch 0; for <see cref="RunFolder.Create"/>.</summary>
    /// <param name="run">The run, whose specification says how the network is trained on.</param>
    /// <param name="start">The network; not changed.</param>
    /// <param name="data">Its data set, before pooling.</param>
    public static void Begin(RunFolder run, LayeredNetwork start, DataSet data) => Trainer.Begin(
        start, data.Train.Pool(run.Spec.Pool), data.Test.Pool(run.Spec.Pool), run.Spec.Training!, run.Spec.Seed, new Keeper(run, _ => { }, _ => { }));

    private sealed class Keeper(RunFolder run, Action<TrainingProgress> progress, Action<EpochMetrics> epochDone) : ITrainingObserver
    {
        private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1); // notes of progress

        private long _noted;

        public void OnStep(TrainingProgress now)
        {
            progress(now);
            if (_noted != 0 && Stopwatch.GetElapsedTime(_noted) < s_between)
            {
                return;
            }

            _noted = Stopwatch.GetTimestamp();
            try
            {
                run.WriteProgress(now);
            }
            catch (IOException)
            {
                // A note for onlookers: where the disk is full, the checkpoint will say so.
            }
        }

        public void OnEpoch(EpochMetrics metrics)
        {
            run.AddMetrics(metrics);
            epochDone(metrics);
        }

        public void OnCheckpoint(Checkpoint checkpoint) => run.WriteCheckpoint(checkpoint);
    }
}
