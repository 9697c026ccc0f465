namespace Residua.App.Reports;

/// <summary>A line of the table of what was run, as plain text and numbers.</summary>
internal sealed record ReportRun
{
    /// <summary>What the run is called.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of network.</summary>
    public required string Network { get; init; }

    /// <summary>How weights are shared.</summary>
    public required string Weights { get; init; }

    /// <summary>T.</summary>
    public required int Layers { get; init; }

    /// <summary>N.</summary>
    public required int Neurons { get; init; }

    /// <summary>Trainable numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>Whether its checksum was known and equal.</summary>
    public required bool DataVerified { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Epochs trained; null for weights from elsewhere.</summary>
    public int? Epochs { get; init; }

    /// <summary>Share of test images misclassified; null when not measured.</summary>
    public double? TestError { get; init; }

    /// <summary>Wall time of training; null when not measured.</summary>
    public TimeSpan? Time { get; init; }
}
