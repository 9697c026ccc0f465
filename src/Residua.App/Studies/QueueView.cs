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

        IReadOnlyDictionary<(string, int), string> endings = SlurmCluster.Endings(names);
        Dictionary<string, (bool Queued, string? Ending)> found = [];
        foreach (Submission submission in submissions) // later ones win
        {
            foreach ((int index, string[] task) in submission.Tasks.Index())
            {
                bool queued = queue.ContainsKey((submission.JobName, index));
                string? ending = endings.GetValueOrDefault((submission.JobName, index));
                foreach (string id in task)
                {
                    found[id] = (queued, ending);
                }
            }
        }

        return [.. cells.Select(cell => found.TryGetValue(cell.Item.Id, out (bool Queued, string? Ending) task) ? With(cell, task.Queued, task.Ending) : cell)];
    }

    private static CellStatus With(CellStatus cell, bool queued, string? ending) => cell.State switch
    {
        CellState.Waiting or CellState.Interrupted or CellState.Failed when queued => cell with { State = CellState.Queued, Reason = null },
        CellState.Waiting or CellState.Interrupted when ending is not null and not "COMPLETED" => cell with { Reason = $"Slurm: {ending}" },
        _ => cell,
    };
}
