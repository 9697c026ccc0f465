namespace Residua.App.Studies;

/// <summary>How a run of a study stands.</summary>
internal enum CellState
{
    /// <summary>Nothing has been done of it.</summary>
    Waiting,

    /// <summary>It is in a cluster's queue.</summary>
    Queued,

    /// <summary>A program works on it now.</summary>
    Running,

    /// <summary>It was stopped, and goes on from its checkpoint; or analyses are wanted that it lacks.</summary>
    Interrupted,

    /// <summary>It came to an error.</summary>
    Failed,

    /// <summary>All of it is done.</summary>
    Done,
}
