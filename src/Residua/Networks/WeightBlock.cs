namespace Residua.Networks;

/// <summary>A run of layers that is pruned as one: all sharing one W and b, or each with its own.</summary>
/// <param name="Layers">Number of layers, at least 1.</param>
/// <param name="Shared">Whether they share their weights.</param>
public sealed record WeightBlock(int Layers, bool Shared);
