namespace Residua.Systems;

/// <summary>Why a sample's rollout ended where it did.</summary>
public enum StopReason
{
    /// <summary>It ran all layers asked for.</summary>
    ReachedEnd,

    /// <summary>The halting rule stopped it.</summary>
    Halted,

    /// <summary>Its state was no longer finite when the rollout ended.</summary>
    NotFinite,
}
