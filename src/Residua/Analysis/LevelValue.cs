namespace Residua.Analysis;

/// <summary>What was measured at one level of a factor.</summary>
/// <param name="Level">The factor's value.</param>
/// <param name="Block">The values of all other factors but the seed: what is alike in two values that are compared.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Value">The value.</param>
public sealed record LevelValue(string Level, string Block, int Seed, double Value);
