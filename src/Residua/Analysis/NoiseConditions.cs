namespace Residua.Analysis;

/// <summary>What decides whether small noise dies out in a perceptron: D W = ∂y(t)/∂y(t-1) on clean trajectories, at layers 1..T; [T].</summary>
/// <param name="Samples">How many samples.</param>
/// <param name="Radius">ρ(D W), mean over samples.</param>
/// <param name="LeastRadius">The least of them.</param>
/// <param name="LargestRadius">The largest.</param>
/// <param name="SingularValue">‖D W‖₂, mean over samples.</param>
/// <param name="LeastSingularValue">The least of them.</param>
/// <param name="LargestSingularValue">The largest.</param>
public sealed record NoiseConditions(
    int Samples, double[] Radius, double[] LeastRadius, double[] LargestRadius, double[] SingularValue, double[] LeastSingularValue, double[] LargestSingularValue);
