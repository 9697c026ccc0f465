using Residua.App.Commands;
using Residua.Pruning;
using Residua.Runs;

namespace Residua.App.Analyses;

/// <summary>The results that a run holds, as far as they are whole: what is damaged, or of another program, is left out and said so.</summary>
/// <param name="Found">The results, in the order of <see cref="RunAnalyses"/>, then the frontier's.</param>
/// <param name="Notes">A sentence for each that is left out.</param>
internal sealed record StoredResults(IReadOnlyList<object> Found, IReadOnlyList<string> Notes)
{
    public static StoredResults Of(RunFolder run)
    {
        List<object> found = [];
        List<string> notes = [];
        IEnumerable<(string Name, Func<RunFolder, object> Load)> known = RunAnalyses.All()
            .Select(analysis => (analysis.Name, (Func<RunFolder, object>)analysis.Load))
            .Append((FrontierCommand.ResultName, own => own.ReadResult<FrontierResult>(FrontierCommand.ResultName)));
        foreach ((string name, Func<RunFolder, object> load) in known.Where(one => run.Results.Contains(one.Name)))
        {
            try
            {
                found.Add(load(run));
            }
            catch (Exception failure) when (IsDamage(failure))
            {
                notes.Add($"{run.Spec.Name}, seed {run.Spec.Seed}: the result {name} is left out, for it cannot be read: {failure.Message}");
            }
        }

        return new(found, notes);
    }

    /// <summary>Whether a failure to load means that the result is missing, damaged, or lacks an array that it should have.</summary>
    public static bool IsDamage(Exception failure) => failure is InvalidDataException or IOException or KeyNotFoundException or InvalidOperationException;
}
