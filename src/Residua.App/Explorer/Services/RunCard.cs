using Residua.Networks;
using Residua.Runs;
using Residua.Training;

namespace Residua.App.Explorer.Services;

/// <summary>What the table of runs says of one; a value as of one look at the folder.</summary>
/// <param name="Id">Its folder below the explored one, with "~" for the separator; it stands in addresses.</param>
/// <param name="Path">Its folder, a full path.</param>
/// <param name="Damage">Why it cannot be read; null where it can.</param>
public sealed record RunCard(string Id, string Path, string? Damage)
{
    /// <summary>The name that its specification gives; of a damaged one that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>When something was last written to it.</summary>
    public required DateTime Changed { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public required long Size { get; init; }

    /// <summary>What defines it; null where damaged.</summary>
    public RunSpec? Spec { get; init; }

    /// <summary>The network as it stands, depth adapted; null where damaged.</summary>
    public NetworkSpec? Network { get; init; }

    /// <summary>Where and how it was made; null where damaged.</summary>
    public RunEnvironment? Environment { get; init; }

    /// <summary>How far it has come; null where damaged.</summary>
    public RunState? State { get; init; }

    /// <summary>What each epoch came to.</summary>
    public IReadOnlyList<EpochMetrics> Metrics { get; init; } = [];

    /// <summary>Where training stands within an epoch; null where it does not run.</summary>
    public TrainingProgress? Progress { get; init; }

    /// <summary>Names of stored results.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>The last epoch's metrics; null where there are none.</summary>
    public EpochMetrics? Last => Metrics.Count > 0 ? Metrics[^1] : null;

    /// <summary>The state in words, "damaged" included.</summary>
    public string StateName => State?.ToString().ToLowerInvariant() ?? "damaged";

    /// <summary>Whether it has weights to analyse, and nobody changes them.</summary>
    public bool IsWhole => State is RunState.Finished or RunState.Imported;
}
