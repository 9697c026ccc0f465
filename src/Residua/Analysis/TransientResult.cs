namespace Residua.Analysis;

/// <summary>How small perturbations of the input grow before they decay, and when residuals converge.</summary>
public sealed record TransientResult
{
    /// <summary>The deep layer, up to which convergence is looked for.</summary>
    public required int Depth { get; init; }

    /// <summary>T, the trained depth.</summary>
    public required int TrainedDepth { get; init; }

    /// <summary>How many samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The images that samples were drawn from: "test" or "train".</summary>
    public string Split { get; init; } = "test";

    /// <summary>Tolerance and counts.</summary>
    public required TransientOptions Options { get; init; }

    /// <summary>
    /// The convergence layer of each sample, from which its residuals keep within the tolerance up to the deep layer; null where that has not
    /// lasted for a tenth of the depth; [B].
    /// </summary>
    public required int?[] ConvergenceLayer { get; init; }

    /// <summary>The samples, by their number, whose perturbations were followed; [S].</summary>
    public required int[] AmplificationSamples { get; init; }

    /// <summary>Reactivity of the map, log ‖∂x(1)/∂x(0)‖₂: the growth of the worst perturbation in the first layer; [S].</summary>
    public required double[] MapReactivity { get; init; }

    /// <summary>
    /// Reactivity of the flow, the largest eigenvalue of the symmetric part of its Jacobian (a - 1) I + diag(f'(z)) W at x(0): the growth
    /// rate of the worst perturbation at the start; [S].
    /// </summary>
    public required double[] FlowReactivity { get; init; }

    /// <summary>
    /// A bound on the error of the logarithms below, as far as the iteration goes: 1e-4 where it converged at every layer, more where it did not.
    /// </summary>
    public double AmplificationError { get; init; }

    /// <summary>log ‖∂x(t)/∂x(0)‖₂ for t = 1..AmplificationLayers; [S][t].</summary>
    public required double[][] StateAmplification { get; init; }

    /// <summary>log ‖∂y(t)/∂x(0)‖₂; [S][t].</summary>
    public required double[][] ResidualAmplification { get; init; }

    /// <summary>The maximal amplification of the state, max over t ≥ 0 of ‖∂x(t)/∂x(0)‖₂, as a logarithm; at least 0; [S].</summary>
    public required double[] MaximalAmplification { get; init; }

    /// <summary>Its layer; 0 where nothing ever grows; [S].</summary>
    public required int[] MaximalAmplificationLayer { get; init; }

    /// <summary>The layer of the largest ‖∂y(t)/∂x(0)‖₂; [S].</summary>
    public required int[] ResidualPeakLayer { get; init; }

    /// <summary>First t past the maximal amplification at which ‖∂x(t)/∂x(0)‖₂ &lt; 1: every small perturbation is again below its first size; null for none; [S].</summary>
    public required int?[] StateReturnLayer { get; init; }

    /// <summary>First t past its peak at which ‖∂y(t)/∂x(0)‖₂ is below what it is at t = 1; null for none; [S].</summary>
    public required int?[] ResidualReturnLayer { get; init; }
}
