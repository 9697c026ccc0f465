using Residua.App.Commands;
using Residua.App.Output;

namespace Residua.App.Studies;

/// <summary>Has the runs of a study done, or hands them in.</summary>
internal static class Engine
{
    /// <summary>Does it.</summary>
    /// <param name="call">The user's wish to stop, and where to tell how it goes.</param>
    /// <param name="work">The runs.</param>
    /// <param name="request">Where and how.</param>
    /// <param name="prepare">Writes what workers read, once no other program can be sweeping.</param>
    /// <returns>How all stand, and a sentence about what was handed in; null where nothing was.</returns>
    /// <exception cref="IOException">Another program sweeps the study, or a cluster has runs of it.</exception>
    /// <exception cref="InterruptedException">The user stopped it.</exception>
    public static (CellStatus[] Cells, string? Submitted) Run(Invocation call, Workload work, EngineRequest request, Action prepare)
    {
        Directory.CreateDirectory(work.Folder);
        string? submitted = null;
        using (SweepClaim claim = SweepClaim.Take(work.Folder, stop: call.Stop))
        {
            prepare();
            if (request.Slurm is null)
            {
                using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(call.Stop, claim.Lost);
                Here(call.With(stop.Token), work, request);
                if (claim.Lost.IsCancellationRequested)
                {
                    throw new IOException($"Another program took over '{work.Folder}', for this one had not run for a minute; what is done is kept.");
                }
            }
            else
            {
                submitted = SlurmEngine.Submit(call, work, request);
                call.Note(submitted);
            }
        }

        string goOn = $"Go on with the same command; it is kept in {Path.GetRelativePath(Environment.CurrentDirectory, work.Folder)}.";
        if (call.Stop.IsCancellationRequested)
        {
            throw new InterruptedException($"Interrupted; what is done is kept. {goOn}");
        }

        if (!request.Wait)
        {
            return (request.Slurm is null ? work.Look() : QueueView.Look(work, out _), submitted);
        }

        try
        {
            call.Track(work.Name, bar => SlurmEngine.Follow(call, bar, work));
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"No longer looking on; what was submitted stays in the queue. {goOn}");
        }

        return (QueueView.Look(work, out _), null);
    }

    private static void Here(Invocation call, Workload work, EngineRequest request)
    {
        CellStatus[] cells = QueueView.Look(work, out bool answers);
        if (cells.Count(cell => cell.IsQueued) is > 0 and var queued)
        {
            throw new IOException($"{queued:N0} runs of '{work.Folder}' are in Slurm's queue; let them finish, or take them out by: residua sweep cancel {Shell.Quote(work.Folder)}");
        }

        if (!answers)
        {
            call.Note("Note: runs of this study were handed to Slurm, which does not answer here; those that are seen to run are left to it.");
        }

        WorkItem[] items = [.. cells.Where(cell => cell.State != CellState.Done && (answers || cell.State != CellState.Running)).Select(cell => cell.Item)];
        call.Track(work.Name, bar => new ProcessPool(work, request.Jobs, request.Retries, request.FailFast).Run(call, bar, items));
    }
}
