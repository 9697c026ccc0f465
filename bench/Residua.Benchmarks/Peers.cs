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
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static string Blas(string name)
    {
        string build = name == Torch ? "openmp" : "pthread";
        return Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "openblas-" + build))
            .FirstOrDefault(Directory.Exists) ?? throw new InvalidOperationException($"there is no libopenblas0-{build}");
    }
}
