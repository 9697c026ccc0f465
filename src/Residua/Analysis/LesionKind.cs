namespace Residua.Analysis;

/// <summary>What a lesion does to one layer s.</summary>
public enum LesionKind
{
    /// <summary>Removes it: x(s) = x(s-1), in a perceptron too. With shared weights it is the same for all s: T-1 layers are left.</summary>
    Skip,

    /// <summary>Adds a perturbation of stated size, in a random direction, to y(s).</summary>
    ResidualNoise,

    /// <summary>Adds a random matrix of stated size to W at layer s alone, shared weights or not.</summary>
    WeightNoise,
}
