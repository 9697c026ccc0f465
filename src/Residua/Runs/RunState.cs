namespace Residua.Runs;

/// <summary>How far a run has come.</summary>
public enum RunState
{
    /// <summary>Nothing is trained yet.</summary>
    New,

    /// <summary>A program is training it now.</summary>
    Training,

    /// <summary>Training was stopped and can go on from its checkpoint.</summary>
    Interrupted,

    /// <summary>Training is done.</summary>
    Finished,

    /// <summary>The weights came from elsewhere.</summary>
    Imported,
}
