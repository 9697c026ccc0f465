using Residua.App.Output;
using Residua.Data;
using Residua.Runs;
using Residua.Training;
using TorchSharp;

namespace Residua.App.Commands;

/// <summary>Trains runs behind a progress bar, and tells what they came to.</summary>
internal static class RunTraining
{
    /// <summary>Makes the folder of a new run: the one given, or runs/UTC-NAME.</summary>
    public static RunFolder Create(Invocation call, string? path, RunSpec spec, DataSet data)
    {
        RunEnvironment environment = RunEnvironment.Capture(
            call.CommandLine, torch.get_num_threads(), (call.Device ?? DeviceName.Cpu).ToString(), data.Origin, data.Verified);
        return RunFolder.Create(path ?? NewPath(spec.Name), spec, environment);
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
