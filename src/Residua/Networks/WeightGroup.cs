namespace Residua.Networks;

/// <summary>Consecutive layers that use the same W and b.</summary>
/// <param name="First">The first such layer, counted from 1.</param>
/// <param name="Count">How many layers.</param>
public sealed record WeightGroup(int First, int Count);
