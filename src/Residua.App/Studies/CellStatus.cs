namespace Residua.App.Studies;

/// <summary>How a run of a study stands.</summary>
/// <param name="Item">The run.</param>
/// <param name="State">How far it is.</param>
/// <param name="Note">What the last work on it left; null for nothing.</param>
internal sealed record CellStatus(WorkItem Item, CellState State, CellNote? Note)
{
    /// <summary>Whether it is in a cluster's queue, waiting or running.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Why it failed, or what a cluster says of it; null for nothing.</summary>
    public string? Reason { get; init; } = State == CellState.Failed ? Note?.Reason : null;
}
