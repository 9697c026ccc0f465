using Residua.Analysis;

namespace Residua.App.Analyses;

/// <summary>The most sensitive neurons by both choices.</summary>
/// <param name="Signed">By the largest K.</param>
/// <param name="ByMagnitude">By the largest |K|.</param>
internal sealed record SensitiveNeuronsPair(SensitiveNeuronsResult Signed, SensitiveNeuronsResult ByMagnitude);
