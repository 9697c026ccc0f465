namespace Residua.Training;

/// <summary>What became of a network's depth after an epoch.</summary>
public enum DepthAction
{
    /// <summary>Nothing.</summary>
    Kept,

    /// <summary>Layers were removed, given back, or both in different blocks.</summary>
    Changed,

    /// <summary>The guard undid the last removal, and the epoch after it.</summary>
    RolledBack,
}
