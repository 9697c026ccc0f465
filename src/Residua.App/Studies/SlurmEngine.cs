using Residua.App.Commands;
using Residua.App.Output;

namespace Residua.App.Studies;

/// <summary>Has runs done by a Slurm cluster, as a job array: a task a run, or several runs where the cluster's arrays are too small. The nodes need the file system and this program.</summary>
internal static class SlurmEngine
{
    private const int LongestPause = 10; // seconds

    /// <summary>Hands in what is neither done nor in the queue; returns a sentence about it.</summary>
    /// <exception cref="InvalidDataException">There is no Slurm, or it refuses.</exception>
    public static string Submit(Invocation call, Workload work, EngineRequest request)
    {
        CellStatus[] cells = QueueView.Look(work, out bool answers);
        if (!answers)
        {
            throw new InvalidDataException("Slurm does not answer (squeue), so what is in its queue is not known; try again when it does.");
        }

        WorkItem[] items = [.. cells.Where(cell => !cell.IsQueued && cell.State is (CellState.Waiting or CellState.Interrupted or CellState.Failed)).Select(cell => cell.Item)];
        int queued = cells.Count(cell => cell.IsQueued || cell.State == CellState.Running);
        string beside = queued == 0 ? "" : $"; {queued:N0} were in the queue already";
        if (items.Length == 0)
        {
            return $"Nothing is left to submit{beside}.";
        }

        Submission submission = SubmissionOf(work, items, request);
        string path = submission.Store(work.Folder, Script(call, work, submission, request.Slurm!));
        try
        {
            string job = SlurmCluster.Submit(path);
            return $"Submitted {items.Length:N0} runs in {submission.Tasks.Length:N0} tasks as job {job}{beside}.";
        }
        catch (InvalidDataException)
        {
            if (SlurmCluster.Queue([submission.JobName]) is null or { Count: 0 }) // what timed out may have been taken nevertheless
            {
                submission.Delete(work.Folder);
            }

            throw;
        }
    }

    /// <summary>What would be handed in were nothing done yet.</summary>
    public static string Preview(Invocation call, Workload work, EngineRequest request) =>
        Script(call, work, SubmissionOf(work, work.Items, request), request.Slurm!);

    /// <summary>Looks on until nothing is in the queue any more.</summary>
    public static void Follow(Invocation call, IProgressBar bar, Workload work)
    {
        HashSet<string> told = [];
        for (int pause = 1; ; pause = Math.Min(pause + 1, LongestPause))
        {
            CellStatus[] cells = QueueView.Look(work, out bool answers);
            int over = cells.Count(cell => cell.State is CellState.Done or CellState.Failed);
            foreach (CellStatus cell in cells.Where(cell => cell.State is CellState.Done or CellState.Failed && told.Add(cell.Item.Id)))
            {
                bar.Line($"{told.Count} of {cells.Length}: {cell.Item.Label} {(cell.State == CellState.Done ? $"is done, {cell.Note!.Seconds:F1} s" : $"failed: {cell.Reason}")}");
            }

            if (answers && !cells.Any(cell => cell.IsQueued || cell.State == CellState.Running))
            {
                return;
            }

            bar.Report((double)over / cells.Length, $"{over} of {cells.Length}, {cells.Count(cell => cell.State == CellState.Running)} running, {cells.Count(cell => cell.State == CellState.Queued)} queued");
            call.Stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(pause));
            call.Stop.ThrowIfCancellationRequested();
        }
    }

    private static Submission SubmissionOf(Workload work, IReadOnlyList<WorkItem> items, EngineRequest request) =>
        Submission.Of(work, items, Math.Min(request.Slurm!.Tasks, SlurmCluster.LargestArray()), request.Retries, request.FailFast);

    private static string Script(Invocation call, Workload work, Submission submission, SlurmRequest request) =>
        SlurmScript.Of(work.Folder, submission, request, ChildProgram.Self, call.DataRootArguments);
}
