using System.ComponentModel;
using System.Diagnostics;
using Residua.App.Studies;
using Residua.Tests.App;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>
/// A small study for a real Slurm of one node; where there is none, the test that makes it is skipped.
/// </summary>
internal sealed class SlurmStudy : IDisposable
{
    private static readonly string s_lacking = Lacking();
    private static readonly SemaphoreSlim s_daemons = new(1);

    public SlurmStudy()
    {
        if (s_lacking.Length > 0)
        {
            Assert.Skip(s_lacking);
        }

        Small = new();
    }

    /// <summary>The study.</summary>
    public SmallStudy Small { get; }

    /// <summary>Whether Slurm has anything of it.</summary>
    public bool IsQueued
    {
        get
        {
            string names = string.Join(',', Submission.All(Small.Path).Select(one => one.JobName));
            return names.Length > 0 && Shell($"squeue --noheader --name={names}").Length > 0;
        }
    }

    /// <summary>Until it is disposed nobody else kills Slurm's daemons, or needs them alive at a moment.</summary>
    public static IDisposable KeepDaemons()
    {
        s_daemons.Wait();
        return new Release();
    }

    public void Dispose()
    {
        if (StudyFolder.Is(Small.Path))
        {
            ProgramProcess.Run("sweep", "cancel", Small.Path);
            SmallStudy.Until(() => !IsQueued, "the queue is empty", 120);
        }

        Small.Dispose();
    }

    /// <summary>What a command of the shell prints.</summary>
    public static string Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Lacking()
    {
        const string What = "There is no Slurm on this machine that takes jobs; .ci/slurm-node makes one on Debian, as root.";
        try
        {
            if (!Shell("scontrol show config").Contains("= residua\n", StringComparison.Ordinal))
            {
                return What; // tests kill daemons: of no other cluster
            }

            using Process process = Process.Start(new ProcessStartInfo("sinfo", ["--noheader", "--format=%T"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string states = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && (states.Contains("idle", StringComparison.Ordinal) || states.Contains("mixed", StringComparison.Ordinal) || states.Contains("allocated", StringComparison.Ordinal)) ? "" : What;
        }
        catch (Win32Exception)
        {
            return What;
        }
    }

    private sealed class Release : IDisposable
    {
        public void Dispose() => s_daemons.Release();
    }
}
