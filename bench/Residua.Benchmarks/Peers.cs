namespace Residua.Benchmarks;

/// <summary>The names of those that Residua is compared with.</summary>
internal static class Peers
{
    public const string Eager = "eager autograd, same libtorch", Plain = "plain loop, same libtorch", Dense = "dense, same libtorch";
    public const string Torch = "PyTorch of Debian", Scipy = "SciPy of Debian", Numpy = "NumPy of Debian", Umap = "umap-learn of Debian";
}
