namespace Residua.App.Analyses;

/// <summary>What an analysis came to.</summary>
/// <param name="Result">The result's record, without its large arrays.</param>
/// <param name="Summary">The same in a few named lines.</param>
internal sealed record AnalysisOutcome(object Result, IReadOnlyList<(string Name, string Value)> Summary);
