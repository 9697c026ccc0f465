namespace Residua.Networks;

/// <summary>The floating-point type of weights and states.</summary>
public enum Precision
{
    /// <summary>32 bits: for training and long rollouts.</summary>
    Float32,

    /// <summary>64 bits: for laws, analytic tests and references.</summary>
    Float64,
}
