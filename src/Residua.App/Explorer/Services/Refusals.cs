using Residua.App.Analyses;

namespace Residua.App.Explorer.Services;

/// <summary>Whether an analysis says anything of a run's network; null where it does.</summary>
/// <param name="Sentence">Why not, in one sentence.</param>
internal sealed record Refusals(string? Sentence)
{
    /// <summary>Asks the analysis of that name.</summary>
    public static Refusals Of(LoadedNetwork loaded, string what) => new(RunAnalyses.All().FirstOrDefault(analysis => analysis.Name == what)?.Refusal(loaded.Network));
}
