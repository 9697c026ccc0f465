using System.CommandLine;
using Residua.App.Output;
using Residua.App.Studies;

namespace Residua.App.Commands;

/// <summary>Tells how the runs of a study stand.</summary>
internal sealed class SweepStatusCommand : Verb
{
    private readonly Argument<string> _folder = new("STUDY") { Description = "The folder of a study or of a reproduction" };

    public SweepStatusCommand()
        : base("status", "How the runs of a study stand: by their folders, and by Slurm's queue where it answers; writes the table anew", Settings.None) => Arguments.Add(_folder);

    public override Report Run(Invocation call)
    {
        string folder = Path.GetFullPath(call.Get(_folder));
        (Workload work, Cell[]? cells) = StudyFolder.WorkIn(folder);
        CellStatus[] statuses = QueueView.Look(work, out bool answers);
        if (!answers)
        {
            call.Note("Note: runs of this study were handed to Slurm, which does not answer here; what is told is what their folders show.");
        }

        return StudyAnswer.Of(work, statuses, cells, hint: cells is null ? $"The report is written by the same residua reproduce command, with --out {Shell.Quote(folder)}, once all are done." : null) with { ExitCode = ExitCode.Done };
    }
}
