using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Residua.App.Studies;

/// <summary>Slurm as its own programs show it.</summary>
internal static class SlurmCluster
{
    /// <summary>Slurm's own default of MaxArraySize.</summary>
    private const int UsualLargestArray = 1001;

    /// <summary>The most tasks of an array: MaxArraySize of the cluster's configuration, or Slurm's default where there is no cluster to ask.</summary>
    public static int LargestArray()
    {
        string? line = Ask("scontrol", "show", "config")?.Split('\n').FirstOrDefault(line => line.StartsWith("MaxArraySize", StringComparison.Ordinal));
        return line is not null && int.TryParse(line.Split('=', 2)[1].Trim(), CultureInfo.InvariantCulture, out int size) && size > 0 ? size : UsualLargestArray;
    }

    /// <summary>Hands in a script; returns the job's number.</summary>
    /// <exception cref="InvalidDataException">There is no Slurm here, or it refuses; the message has its reason.</exception>
    public static string Submit(string script)
    {
        try
        {
            (int code, string output, string error) = Run("sbatch", "--parsable", script);
            return code == 0
                ? output.Trim().Split(';')[0]
                : throw new InvalidDataException($"Slurm does not take the study: {OneLine(error)}");
        }
        catch (Win32Exception failure)
        {
            throw new InvalidDataException($"There is no Slurm on this machine (sbatch cannot be started: {failure.Message}); go to a machine that submits to it, or use --engine local.", failure);
        }
    }

    /// <summary>The tasks of arrays that are in the queue, and whether each runs.</summary>
    /// <returns>By the array's name and the task's index; null where Slurm does not answer.</returns>
    public static IReadOnlyDictionary<(string Name, int Index), bool>? Queue(IEnumerable<string> names)
    {
        string? answer = Ask("squeue", "--noheader", "--array", $"--name={string.Join(',', names)}", "--format=%j|%K|%T");
        return answer?.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split('|'))
            .Where(words => words.Length == 3 && int.TryParse(words[1], CultureInfo.InvariantCulture, out int _))
            .GroupBy(words => (words[0], int.Parse(words[1], CultureInfo.InvariantCulture)))
            .ToDictionary(task => task.Key, task => task.Any(words => words[2] is not "PENDING"));
    }

    /// <summary>How tasks that are no longer in the queue ended, where the cluster keeps account: TIMEOUT, OUT_OF_MEMORY, NODE_FAIL.</summary>
    public static IReadOnlyDictionary<(string Name, int Index), string> Endings(IEnumerable<string> names)
    {
        const string Long = "now-60days";
        string answer = Ask("sacct", "--allocations", "--noheader", "--parsable2", $"--starttime={Long}", $"--name={string.Join(',', names)}", "--format=JobName,JobID,State") ?? "";
        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('|'))
            .Where(words => words.Length == 3 && int.TryParse(words[1].Split('_')[^1], CultureInfo.InvariantCulture, out int _))
            .GroupBy(words => (words[0], int.Parse(words[1].Split('_')[^1], CultureInfo.InvariantCulture)))
            .ToDictionary(task => task.Key, task => task.Last()[2]);
    }

    /// <summary>Takes arrays out of the queue; running tasks are told to save what is done.</summary>
    /// <exception cref="InvalidDataException">Slurm refuses, or does not answer.</exception>
    public static void Cancel(IEnumerable<string> names)
    {
        try
        {
            foreach (string name in names) // of several at once it takes none
            {
                (int code, _, string error) = Run("scancel", $"--name={name}");
                if (code != 0)
                {
                    throw new InvalidDataException($"Slurm does not cancel the study: {OneLine(error)}");
                }
            }
        }
        catch (Win32Exception failure)
        {
            throw new InvalidDataException($"scancel cannot be started ({failure.Message}); cancel where Slurm is.", failure);
        }
    }

    private static string? Ask(string program, params string[] arguments)
    {
        try
        {
            (int code, string output, _) = Run(program, arguments);
            return code == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null; // it is not on this machine
        }
    }

    private static (int Code, string Output, string Error) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
