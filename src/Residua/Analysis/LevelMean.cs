namespace Residua.Analysis;

/// <summary>The mean at a level of a factor, or of the difference of two levels.</summary>
/// <param name="Level">The level.</param>
/// <param name="Values">How many values, or pairs of them, went into it.</param>
/// <param name="PerSeed">The mean of each seed, by seed: over the blocks.</param>
/// <param name="OverSeeds">Their mean and its interval: seeds are what is drawn, so they alone count for it.</param>
public sealed record LevelMean(string Level, int Values, IReadOnlyDictionary<int, double> PerSeed, MeanInterval OverSeeds);
