namespace Residua.App.Explorer.Services;

/// <summary>An analysis under way, or how it ended.</summary>
/// <param name="RunId">The run.</param>
/// <param name="What">The analysis.</param>
internal sealed record AnalysisJob(string RunId, string What)
{
    /// <summary>The share done, in [0,1].</summary>
    public double Share { get; init; }

    /// <summary>Why it failed, in a sentence; null where it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver { get; init; }
}
