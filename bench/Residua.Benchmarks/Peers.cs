namespace Residua.Benchmarks;

/// <summary>The names of those that Residua is compared with.</summary>
internal static class Peers
{
    public const string Eager = "eager autograd, same libtorch", Plain = "plain loop, same libtorch", Dense = "dense, same libtorch";
    public const string Torch = "PyTorch of Debian", Scipy = "SciPy of Debian", Numpy = "NumPy of Debian", Umap = "umap-learn of Debian";

    /// <summary>
    /// The folder of the OpenBLAS that serves a peer best: PyTorch's own threads are OpenMP's, which the other build of OpenBLAS would fight for
    /// the cores.
    /// </summary>
    public static string Blas(string name) => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
        .Select(folder => Path.Combine(folder, name == Torch ? "openblas-openmp" : "openblas-pthread")).FirstOrDefault(Directory.Exists, "");
}
