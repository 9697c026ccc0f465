namespace Residua.Analysis;

/// <summary>What a rule for stopping early saves and costs.</summary>
/// <param name="Tolerance">The tolerance of the residual's change; null for the margin, which changes no class.</param>
/// <param name="MeanLayers">Layers that a sample runs, mean.</param>
/// <param name="Error">Share misclassified.</param>
/// <param name="Changed">Share classified otherwise than by all layers.</param>
/// <param name="Stopped">Samples that stop after layer t, t = 1..T, those that run all of them at T; [T].</param>
public sealed record EarlyExitPoint(double? Tolerance, double MeanLayers, double Error, double Changed, int[] Stopped);
