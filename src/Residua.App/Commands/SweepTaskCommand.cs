using System.CommandLine;
using System.Globalization;
using Residua.App.Studies;
using Residua.Runs;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Does the runs of one task of a job array; its script calls it.</summary>
internal sealed class SweepTaskCommand : Verb
{
    private readonly Argument<string> _folder = new("STUDY") { Description = "The folder of a study or of a reproduction" };
    private readonly Argument<string> _submission = new("SUBMISSION") { Description = "The number of the array in the study" };
    private readonly Argument<string> _index = new("TASK") { Description = "The number of the task in the array" };

    public SweepTaskCommand()
        : base("task", "Do the runs of one task of a job array", Settings.DataRoot)
    {
        Hidden = true;
        Arguments.Add(_folder);
        Arguments.Add(_submission);
        Arguments.Add(_index);
    }

    public override Report Run(Invocation call)
    {
        string folder = Path.GetFullPath(call.Get(_folder));
        Submission submission = Submission.Open(folder, Number(_submission));
        int index = Number(_index);
        string[] ids = index < submission.Tasks.Length ? submission.Tasks[index] : throw new UsageException($"Submission {submission.Number} has no task {index}; it has {submission.Tasks.Length}.");
        (Workload work, _) = StudyFolder.WorkIn(folder);
        // What failed before the time limit would only fail again.
        bool isRequeued = Environment.GetEnvironmentVariable("SLURM_RESTART_COUNT") is not (null or "" or "0");
        CellState[] over = isRequeued ? [CellState.Done, CellState.Failed] : [CellState.Done];
        WorkItem[] items = [.. work.Items.Where(item => ids.Contains(item.Id) && !over.Contains(work.Look(item).State))];
        string[] before = Positions();
        File.Delete(submission.LimitPath(folder, index));
        IReadOnlyList<CellNote> failures = call.Track(work.Name, bar => new ProcessPool(work, 1, submission.Retries, submission.FailFast).Run(call, bar, items));
        if (call.Stop.IsCancellationRequested)
        {
            if (File.Exists(submission.LimitPath(folder, index)) && before.SequenceEqual(Positions()))
            {
                const string Stuck = "The task reached its time limit before it had come a step further than the last time; give it more --time.";
                foreach (CellStatus stuck in items.Select(work.Look).Where(cell => cell.State is CellState.Interrupted or CellState.Waiting))
                {
                    work.Write(new() { Id = stuck.Item.Id, Outcome = CellOutcome.Failed, ExitCode = ExitCode.BadInput, Reason = Stuck });
                }

                throw new InvalidDataException(Stuck);
            }

            throw new InterruptedException("Stopped; what is done is kept.");
        }

        return new(
            new { done = items.Length - failures.Count, failed = failures.Count },
            console => console.WriteLine($"{items.Length - failures.Count} done, {failures.Count} failed"),
            StudyAnswer.ExitCodeOf(failures));

        int Number(Argument<string> argument) => int.TryParse(call.Get(argument), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new UsageException($"{argument.Name} wants a number, not '{call.Get(argument)}'.");

        string[] Positions() => [.. items.Select(item => PositionOf(work, item.Id))];
    }

    // Where a run stands: its weights and its results.
    private static string PositionOf(Workload work, string id)
    {
        try
        {
            RunFolder run = RunFolder.Open(work.RunOf(id));
            return $"{run.WeightsSha256()} {run.Results.Count}";
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
