namespace Residua.Training;

/// <summary>Where adaptive depth stands between two epochs, for checkpoints.</summary>
public sealed record DepthState
{
    /// <summary>For each block, epochs in a row that its δ was below the threshold.</summary>
    public required IReadOnlyList<int> Quiet { get; init; }

    /// <summary>The blocks that the guard has left alone, numbered from 0.</summary>
    public IReadOnlyList<int> LeftAlone { get; init; } = [];

    /// <summary>The lowest validation error after an epoch so far; 1 before the first and without a guard.</summary>
    public double LowestError { get; init; } = 1;

    /// <summary>What the guard may go back to; null for nothing.</summary>
    public DepthBackupState? Backup { get; init; }
}
