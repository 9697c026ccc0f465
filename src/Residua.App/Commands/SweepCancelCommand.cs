using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Residua.App.Studies;
using Spectre.Console;

namespace Residua.App.Commands;

/// <summary>Stops what is under way for a study; what is done is kept.</summary>
internal sealed class SweepCancelCommand : Verb
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1), s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Argument<string> _folder = new("STUDY") { Description = "The folder of a study or of a reproduction" };

    public SweepCancelCommand()
        : base("cancel", "Stop what is under way for a study, in Slurm's queue or on this machine; what is done is kept, and a sweep goes on from it", Settings.None) => Arguments.Add(_folder);

    public override Report Run(Invocation call)
    {
        string folder = Path.GetFullPath(call.Get(_folder));
        (Workload work, _) = StudyFolder.WorkIn(folder);
        bool sweep = StopSweep(folder, call.Stop);
        int queued = QueueView.Look(work, out bool answers).Count(cell => cell.IsQueued);
        Submission[] submissions = Submission.All(folder);
        if (submissions.Length > 0)
        {
            if (!answers)
            {
                throw new InvalidDataException("Slurm does not answer here; cancel where it is.");
            }

            foreach (Submission submission in submissions)
            {
                File.WriteAllText(submission.CancelledPath(folder), "");
            }

            SlurmCluster.Cancel(submissions.Select(one => one.JobName));
        }

        return new(
            new { study = folder, sweepStopped = sweep, takenFromQueue = queued },
            console => console.WriteLine(
                sweep || queued > 0 ? $"{(sweep ? "The sweep on this machine is stopped. " : "")}{(queued > 0 ? $"{queued:N0} runs are taken out of Slurm's queue. " : "")}What is done is kept." : "Nothing was under way."));
    }

    // The sweep's process saves what it has and ends.
    private static bool StopSweep(string folder, CancellationToken stop)
    {
        if (SweepClaim.OwnerOf(folder) is not { } owner || !SweepClaim.IsAlive(folder, owner, stop: stop))
        {
            return false;
        }

        if (owner.Host != Environment.MachineName)
        {
            throw new InvalidDataException($"The study is being swept by process {owner.ProcessId} on {owner.Host}; cancel it there.");
        }

        try
        {
            using Process kill = Process.Start("kill", ["-TERM", owner.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            if (kill.ExitCode != 0)
            {
                throw new InvalidDataException($"The sweep's process {owner.ProcessId} cannot be told to stop: it may be another user's; press Ctrl-C where it runs.");
            }
        }
        catch (Win32Exception failure)
        {
            throw new InvalidDataException($"The sweep's process {owner.ProcessId} cannot be told to stop ({failure.Message}); press Ctrl-C where it runs.", failure);
        }

        long begin = Stopwatch.GetTimestamp();
        while (SweepClaim.OwnerOf(folder)?.Token == owner.Token)
        {
            if (Stopwatch.GetElapsedTime(begin) > s_patience)
            {
                throw new InvalidDataException($"The sweep's process {owner.ProcessId} was told to stop and has not within {s_patience.TotalSeconds:F0} s; look where it runs.");
            }

            stop.WaitHandle.WaitOne(s_pause);
            stop.ThrowIfCancellationRequested();
        }

        return true;
    }
}
