using Residua.App.Output;

namespace Residua.App.Studies;

/// <summary>The script of a job array. Pure.</summary>
internal static class SlurmScript
{
    private const int Sigterm = 15;

    /// <summary>The script's text.</summary>
    /// <param name="study">The study's folder.</param>
    /// <param name="submission">The array.</param>
    /// <param name="request">What each task asks for.</param>
    /// <param name="program">The words that start this program.</param>
    /// <param name="dataArguments">Arguments that say where data are.</param>
    public static string Of(string study, Submission submission, SlurmRequest request, IEnumerable<string> program, IEnumerable<string> dataArguments)
    {
        string command = string.Join(' ', program.Concat(["sweep", "task", study, $"{submission.Number}"]).Select(Shell.Quote));
        string data = string.Concat(dataArguments.Select(word => " " + Shell.Quote(word)));
        IEnumerable<(string Name, string? Value)> directives =
        [
            ("job-name", submission.JobName),
            ("array", $"0-{submission.Tasks.Length - 1}"),
            ("output", Path.Combine(study, "slurm", $"{submission.Number}-%a.log")),
            ("chdir", Environment.CurrentDirectory),
            ("cpus-per-task", $"{request.Cpus}"),
            ("partition", request.Partition),
            ("account", request.Account),
            ("time", request.Time),
            ("mem", request.Memory),
            ("gres", request.Gres),
            ("signal", $"B:USR1@{request.Grace}"),
            ("open-mode", "append"),
        ];
        string limit = Shell.Quote(Path.Combine(study, "slurm", $"{submission.Number}-"));
        return $$"""
            #!/bin/bash
            {{string.Join('\n', directives.Where(one => one.Value is not null).Select(one => $"#SBATCH --{one.Name}={Quoted(one.Value!)}"))}}
            #SBATCH --requeue

            # USR1 comes shortly before the time limit: what is done is saved, and the task goes back into the queue. TERM only saves.
            limit= signalled= task= limit_file={{limit}}"$SLURM_ARRAY_TASK_ID".limit
            trap 'signalled=1 limit=1; : >"$limit_file"; if [[ $task ]]; then kill -TERM "$task"; fi' USR1
            trap 'signalled=1; if [[ $task ]]; then kill -TERM "$task"; fi' TERM
            {{command}} "$SLURM_ARRAY_TASK_ID"{{data}} </dev/null &
            task=$!
            if [[ $signalled ]]; then kill -TERM "$task"; fi # the signal came before there was a task
            while signalled=; wait "$task"; code=$?; [[ $signalled ]]; do :; done
            # Before the program listens, TERM itself ends it.
            if [[ $limit && ($code == {{ExitCode.Interrupted}} || $code == {{128 + Sigterm}}) && ! -e {{Shell.Quote(submission.CancelledPath(study))}} ]]; then exec scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"; fi
            {{(submission.FailFast ? $"if [[ $code != 0 && $code != {ExitCode.Interrupted} ]]; then scancel \"$SLURM_ARRAY_JOB_ID\"; fi\n" : "")}}exit "$code"

            """;
    }

    // sbatch reads its directives as a shell would.
    private static string Quoted(string value) => value.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '\\' or '#') ? $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"" : value;
}
