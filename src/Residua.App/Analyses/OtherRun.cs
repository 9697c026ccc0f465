using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>The run that --with names, to be set beside the one analysed.</summary>
internal static class OtherRun
{
    /// <summary>It; null where the user named none.</summary>
    /// <exception cref="UsageException">The two do not take the same images.</exception>
    public static RunFolder? Given(AnalysisCall call)
    {
        if (call.Invocation.Value(SharedOptions.With) is not { } with)
        {
            return null;
        }

        (RunFolder run, RunFolder other) = (call.Run, RunFolder.Open(with.Text));
        return (other.Spec.Pool, other.Spec.Network.Inputs) == (run.Spec.Pool, run.Spec.Network.Inputs)
            ? other
            : throw new UsageException(
                $"--with: '{with.Text}' takes images of {other.Spec.Network.Inputs} inputs (pool {other.Spec.Pool}), and this run of {run.Spec.Network.Inputs} (pool {run.Spec.Pool}); the same images must do for both.");
    }

    /// <summary>What to call it: its name, with its folder's where both runs have the same.</summary>
    public static string NameOf(RunFolder other, RunFolder run) =>
        other.Spec.Name == run.Spec.Name ? $"{other.Spec.Name} in {Path.GetFileName(other.Path)}" : other.Spec.Name;
}
