namespace Residua.App.Studies;

/// <summary>The program that sweeps a study.</summary>
internal sealed record SweepOwner
{
    /// <summary>Tells it from every other.</summary>
    public required string Token { get; init; }

    /// <summary>Its machine.</summary>
    public required string Host { get; init; }

    /// <summary>Its number there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started, by that machine's clock.</summary>
    public required DateTime Started { get; init; }

    /// <summary>Grows while it lives.</summary>
    public long Beats { get; init; }
}
