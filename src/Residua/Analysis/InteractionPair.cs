namespace Residua.Analysis;

/// <summary>Two neurons and what they do to each other.</summary>
/// <param name="To">i.</param>
/// <param name="From">j.</param>
/// <param name="Weight">W_ij, by which j acts on i.</param>
/// <param name="Back">W_ji, by which i acts on j.</param>
/// <param name="ToOn">Share of samples in which i stays on.</param>
/// <param name="FromOn">Share of samples in which j stays on.</param>
public sealed record InteractionPair(int To, int From, double Weight, double Back, double ToOn, double FromOn);
