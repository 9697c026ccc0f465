using System.Text.Json.Serialization;

namespace Residua.Runs;

/// <summary>A result's document in a run folder.</summary>
/// <typeparam name="T">The analysis' result record.</typeparam>
public sealed record StoredResult<T>
{
    /// <summary>The analysis.</summary>
    public required string Analysis { get; init; }

    /// <summary>SHA-256 of the arrays' file beside it, in hex; null when it has none.</summary>
    public required string? ArraysSha256 { get; init; }

    /// <summary>How it was asked for, to tell whether a later call asks for the same; null where that was not noted.</summary>
    public string? Settings { get; init; }

    /// <summary>Whether it says how the run began (what it was pruned from), and so stands when the network changes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfStart { get; init; }

    /// <summary>The result.</summary>
    public required T Result { get; init; }
}
