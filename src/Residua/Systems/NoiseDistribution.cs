namespace Residua.Systems;

/// <summary>How noise of amplitude a is distributed; "maximum amplitude a" of the paper fits both uniform ones.</summary>
public enum NoiseDistribution
{
    /// <summary>Uniform on [-a, a).</summary>
    Uniform,

    /// <summary>Uniform on [0, a), which also shifts the input by a/2.</summary>
    PositiveUniform,

    /// <summary>Normal with mean 0 and the standard deviation a/√3 of <see cref="Uniform"/>, so that equal a is equal power.</summary>
    Gaussian,
}
