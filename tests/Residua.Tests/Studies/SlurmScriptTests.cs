using System.Diagnostics;
using Residua.App.Studies;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>The script of a job array, without a cluster.</summary>
public sealed class SlurmScriptTests
{
    [Theory]
    [InlineData("/shared/study")]
    [InlineData("/shared/it's a \"study\" for $5")]
    public void Its_words_are_those_given_whatever_is_in_them(string study)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no bash.");
        }

        Submission submission = new() { Number = 3, JobName = "job", Tasks = [["a"], ["b", "c"]], Retries = 1, FailFast = true };
        string script = SlurmScript.Of(study, submission, new() { Cpus = 2, Grace = 60, Memory = "4G" }, ["printf", "%s|"], ["--data-root", study]);
        Assert.Contains("#SBATCH --array=0-1\n", script);
        Assert.Contains("#SBATCH --mem=4G\n", script);
        Assert.DoesNotContain("--partition", script);
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, Environment = { ["SLURM_ARRAY_TASK_ID"] = "1" } })!;
        Assert.Equal($"sweep|task|{study}|3|1|--data-root|{study}|", bash.StandardOutput.ReadToEnd());
        bash.WaitForExit();
        Assert.Equal(0, bash.ExitCode);
    }
}
