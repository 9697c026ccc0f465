namespace Residua.Data;

/// <summary>Where a data set lies on this machine and whether it is sound.</summary>
/// <param name="Name">Its name in the catalog, or the folder's own name.</param>
/// <param name="State">Missing, embedded, unverified, verified or damaged.</param>
/// <param name="Origin">The full path of its folder, "embedded", or null where it is missing.</param>
/// <param name="Detail">One sentence: the folders looked in, or what is wrong with which file; empty when all is well.</param>
public sealed record DataLocation(string Name, DataState State, string? Origin, string Detail);
