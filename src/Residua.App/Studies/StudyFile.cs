using System.Text.Json;

namespace Residua.App.Studies;

/// <summary>A study as a user writes it down.</summary>
internal sealed record StudyFile
{
    /// <summary>What to call it; null for the file's name.</summary>
    public string? Name { get; init; }

    /// <summary>The recipe that cells start from; null for the defaults of `train`.</summary>
    public string? Preset { get; init; }

    /// <summary>The values of each factor: a text as on the command line, one value, or an array.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Grid { get; init; }

    /// <summary>Analyses to make of every cell.</summary>
    public string[] Analyze { get; init; } = [];
}
