namespace Residua.App.Specs;

/// <summary>
/// The largest values of options: beyond what anybody needs, and small enough that a slip of the keyboard is told before work
/// begins and counts made of several of them are exact. Those of a specification are with it, in the library.
/// </summary>
internal static class Most
{
    /// <summary>Layers that a network is rolled out to.</summary>
    public const int Layers = 1_000_000;

    /// <summary>Images that are drawn from a data set.</summary>
    public const int Samples = 10_000_000;

    /// <summary>Repetitions: rounds, realisations, draws, orders, retries, windows, steps in a layer.</summary>
    public const int Repetitions = 100_000;

    /// <summary>Images at once.</summary>
    public const int Batch = 1 << 20;

    /// <summary>Threads, processes, processors and tasks.</summary>
    public const int Workers = 65_536;

    /// <summary>Seconds.</summary>
    public const int Seconds = 31 * 24 * 3600;

    /// <summary>Real numbers.</summary>
    public const double Real = 1e30;
}
