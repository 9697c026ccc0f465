namespace Residua.Analysis;

/// <summary>What the residuals of a sample do over the last layers of a deep rollout.</summary>
public enum OscillationKind
{
    /// <summary>They change by no more than the tolerance from layer to layer.</summary>
    Settled,

    /// <summary>They move on slowly, without coming back.</summary>
    Drifting,

    /// <summary>They come back after two layers or more.</summary>
    Periodic,

    /// <summary>They neither settle nor come back.</summary>
    Aperiodic,

    /// <summary>They are not finite.</summary>
    NotFinite,
}
