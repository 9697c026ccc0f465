namespace Residua.Data;

/// <summary>What is known of a data set's presence on this machine.</summary>
public enum DataState
{
    /// <summary>Not there, or not all of it.</summary>
    Missing,

    /// <summary>Part of the program.</summary>
    Embedded,

    /// <summary>There and whole; sizes and headers are right, checksums are not known.</summary>
    Unverified,

    /// <summary>There, and the SHA-256 of every file is the known one.</summary>
    Verified,

    /// <summary>There, but a file is broken or not the original.</summary>
    Damaged,
}
