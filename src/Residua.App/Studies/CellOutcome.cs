namespace Residua.App.Studies;

/// <summary>How work on a run ended.</summary>
internal enum CellOutcome
{
    /// <summary>All of it is done.</summary>
    Done,

    /// <summary>It came to an error.</summary>
    Failed,
}
