namespace Residua.Analysis;

/// <summary>A fixed point as a solver returns it.</summary>
/// <param name="Point">y*, [N].</param>
/// <param name="Pattern">0, 1 or -1 (free) for each neuron, [N]; all free where the solver is Newton's.</param>
/// <param name="Iterations">Steps that led to it.</param>
/// <param name="First">The first sample that led to it.</param>
internal sealed record FoundPoint(double[] Point, sbyte[] Pattern, int Iterations, int First);
