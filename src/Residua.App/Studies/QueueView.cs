namespace Residua.App.Studies;

/// <summary>How the runs of a study stand, with what Slurm says of those that it was given.</summary>
internal static class QueueView
{
    /// <summary>The statuses; runs that are in the queue say so, and those that left it without an end say why, where that is known.</summary>
    /// <param name="work">The study.</param>
    /// <param name="answers">Whether Slurm answered, where there was something to ask.</param>
    public static CellStatus[] Look(Workload work, out bool answers)
    {
        CellStatus[] cells = work.Look();
        answers = true;
        HashSet<string> open = [.. cells.Where(cell => cell.State != CellState.Done).Select(cell => cell.Item.Id)];
        Submission[] submissions = [.. Submission.All(work.Folder).Where(one => one.Tasks.Any(task => task.Any(open.Contains)))];
        if (submissions.Length == 0)
        {
            return cells;
        }

        string[] names = [.. submissions.Select(one => one.JobName)];
        if (SlurmCluster.Queue(names) is not { } queue)
        {
            answers = false;
            return cells;
        }

        Dictionary<string, (Submission Submission, int Task)> last = [];
        foreach (Submission submission in submissions) // in order: the last that has it
        {
            foreach ((int index, string[] task) in submission.Tasks.Index())
            {
                foreach (string id in task)
                {
                    last[id] = (submission, index);
                }
            }
        }

        bool left = last.Any(one => open.Contains(one.Key) && !queue.ContainsKey((one.Value.Submission.JobName, one.Value.Task)));
        IReadOnlyDictionary<(string, int), string> endings = left ? SlurmCluster.Endings(names) : new Dictionary<(string, int), string>();
        return [.. cells.Select(cell => last.TryGetValue(cell.Item.Id, out (Submission Submission, int Task) own) ? With(cell, own.Submission, own.Task) : cell)];

        CellStatus With(CellStatus cell, Submission submission, int task)
        {
            if (cell.State == CellState.Done)
            {
                return cell;
            }

            if (queue.TryGetValue((submission.JobName, task), out bool runs))
            {
                bool isAtIt = cell.State == CellState.Running || (runs && submission.Tasks[task].Length == 1); // locks may not be seen from here
                bool isOver = runs && cell.State == CellState.Failed && !isAtIt;
                return cell with { IsQueued = true, State = isAtIt ? CellState.Running : isOver ? CellState.Failed : CellState.Queued, Reason = isOver ? cell.Reason : null };
            }

            string? ending = endings.GetValueOrDefault((submission.JobName, task));
            return cell.State is CellState.Waiting or CellState.Interrupted
                ? cell with { Reason = $"Its task left Slurm's queue{(ending is null or "COMPLETED" ? "" : $" ({ending})")} before it was done; see slurm/{submission.Number}-{task}.log." }
                : cell;
        }
    }
}
