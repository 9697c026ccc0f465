using Residua.App.Output;
using Residua.App.Specs;
using Residua.Data;
using Residua.Runs;
using Residua.Training;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Trains runs behind a progress bar, and tells what they came to.</summary>
internal static class RunTraining
{
    /// <summary>Makes the folder of a new run: the one given, or runs/UTC-NAME.</summary>
    /// <exception cref="UsageException">Training takes more memory than there is.</exception>
    public static RunFolder Create(Invocation call, string? path, RunSpec spec, DataSet data)
    {
        if (call.Device is not { IsCuda: true })
        {
            Memory.Require(TrainingCost.Of(spec, data.Train.Count, data.Test.Count).MemoryBytes, "This training", "lower --neurons, --layers or --batch (residua train --dry-run shows what takes it)");
        }

        RunEnvironment environment = RunEnvironment.Capture(
            call.CommandLine, torch.get_num_threads(), (call.Device ?? DeviceName.Cpu).ToString(), data.Origin, data.Verified);
        return RunFolder.Create(path ?? NewPath(spec.Name), spec, environment);
    }

    /// <summary>The run in a folder, so that it goes on, or a new one.</summary>
    /// <exception cref="UsageException">The folder holds a run of another specification, which would pass for this one.</exception>
    public static RunFolder OpenOrCreate(Invocation call, string path, RunSpec spec, DataSet data) => Existing(path, spec) ?? Create(call, path, spec, data);

    /// <summary>The run in a folder; null where there is none.</summary>
    /// <exception cref="UsageException">It is of another specification, and would pass for that one.</exception>
    public static RunFolder? Existing(string path, RunSpec spec)
    {
        RunFolder? run = File.Exists(Path.Combine(path, "spec.json")) ? RunFolder.Open(path) : null;
        return run is null || ChecksummedJson.ToLine(run.Spec) == ChecksummedJson.ToLine(spec)
            ? run
            : throw new UsageException($"'{path}' holds a run of another specification than {(spec.Preset is null ? "this one" : $"preset {spec.Preset}")} on {spec.Data} with seed {spec.Seed}; move it away, or give another --out.");
    }

    /// <summary>The folder of a new run where the user names none.</summary>
    public static string NewPath(string name)
    {
        string path = Path.Combine("runs", $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-{name}");
        return Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? path : $"{path}-{i}").First(free => !Path.Exists(free));
    }

    /// <summary>Trains to the end, from the beginning or from the checkpoint.</summary>
    /// <exception cref="InterruptedException">The user stopped it; the message says how to go on.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    public static void Train(Invocation call, RunFolder run, DataSet data, torch.Device device)
    {
        try
        {
            call.Track(run.Spec.Name, bar => TrainingRun.Train(
                run,
                data,
                device,
                now => bar.Report((double)now.Step / now.Steps, TrainingText.Of(now)),
                done => bar.Line(TrainingText.Of(done, run.Spec.Training!.Epochs)),
                call.Stop).Dispose());
        }
        catch (OperationCanceledException)
        {
            string path = Path.GetRelativePath(Environment.CurrentDirectory, run.Path);
            throw new InterruptedException($"Interrupted; what is done is kept. Go on with: residua train --resume {Shell.Quote(path)}");
        }
        catch (DivergedException)
        {
            call.Note(run.State == RunState.Interrupted ? $"The last good checkpoint is kept in {run.Path}." : $"There was no checkpoint yet in {run.Path}.");
            throw;
        }
    }
}
