using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The samples of a class among the rows of a signal.</summary>
internal static class ClassRows
{
    /// <summary>The rows of class <paramref name="c"/>.</summary>
    public static long[] Of(IReadOnlyList<int> classes, int c) =>
        [.. Enumerable.Range(0, classes.Count).Where(row => classes[row] == c).Select(row => (long)row)];

    /// <summary>Checks that a signal is [samples, neurons] with a class 0..count-1 for each sample.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Require(Tensor signal, IReadOnlyList<int> classes, int count)
    {
        if (signal.dim() != 2 || signal.shape[0] == 0)
        {
            throw new ArgumentException($"The signal must be [samples, neurons] with a sample or more; it is [{string.Join(", ", signal.shape)}].", nameof(signal));
        }

        if (classes.Count != signal.shape[0] || classes.Any(c => c < 0 || c >= count))
        {
            throw new ArgumentException(
                $"There must be a class, 0 to {count - 1}, for each of the {signal.shape[0]} samples; {classes.Count} are given.", nameof(classes));
        }
    }

    /// <summary>Checks that there is a class, 0 or above, for each row of the samples, of which there is one or more.</summary>
    /// <exception cref="ArgumentException">There is not.</exception>
    public static void Require(Tensor samples, IReadOnlyList<int> classes)
    {
        if (samples.dim() > 0 && samples.shape[0] == 0)
        {
            throw new ArgumentException("There are no samples.", nameof(samples));
        }

        if (samples.dim() < 1 || classes.Count != samples.shape[0] || classes.Any(c => c < 0))
        {
            throw new ArgumentException(
                $"There must be a class, 0 or above, for each of the samples [{string.Join(", ", samples.shape)}]; {classes.Count} are given.", nameof(classes));
        }
    }

    /// <summary>Checks that a signal is finite.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void RequireFinite(Tensor signal, string name)
    {
        using Tensor finite = signal.isfinite(), all = finite.all();
        if (!all.item<bool>())
        {
            throw new ArgumentException($"The {name} holds values that are not finite (NaN or infinity), so nothing can be said of it.", nameof(signal));
        }
    }
}
