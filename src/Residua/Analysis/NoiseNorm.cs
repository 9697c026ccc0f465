namespace Residua.Analysis;

/// <summary>How a noise-to-signal ratio is taken of a noise vector ξ and a signal x.</summary>
public enum NoiseNorm
{
    /// <summary>‖ξ‖₂ / ‖x‖₂.</summary>
    L2,

    /// <summary>‖ξ‖₁ / ‖x‖₁.</summary>
    L1,

    /// <summary>
    /// Mean over neurons with x_i ≠ 0 of |ξ_i| / |x_i|: the paper's formula as printed, a vector over a vector. Neurons near
    /// zero dominate it.
    /// </summary>
    Elementwise,
}
