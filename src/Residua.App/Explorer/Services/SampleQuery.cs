namespace Residua.App.Explorer.Services;

/// <summary>What the address of the page of a sample asks for, as it is written there; null for what it does not say.</summary>
public sealed record SampleQuery
{
    /// <summary>Layers to run.</summary>
    public string? Layers { get; init; }

    /// <summary>log or linear.</summary>
    public string? Axis { get; init; }

    /// <summary>How many neurons have lines.</summary>
    public string? Lines { get; init; }

    /// <summary>"index" to leave neurons of the heat map in the order of their numbers.</summary>
    public string? Order { get; init; }

    /// <summary>"max" for rows of the heat map that are the maximum of several neurons.</summary>
    public string? Rows { get; init; }
}
