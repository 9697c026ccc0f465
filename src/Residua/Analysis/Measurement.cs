namespace Residua.Analysis;

/// <summary>The values measured for a claim with one seed.</summary>
public sealed record Measurement
{
    /// <summary>The seed of the nets measured.</summary>
    public required int Seed { get; init; }

    /// <summary>Values by the names of the claim's quantities.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>What they were measured over: samples, layers, realisations.</summary>
    public required string Over { get; init; }

    /// <summary>What a reader should know of it; null for nothing.</summary>
    public string? Note { get; init; }
}
