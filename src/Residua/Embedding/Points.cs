using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>What embeddings ask of the points they are given.</summary>
internal static class Points
{
    /// <summary>Throws where points are not [n,N] or not finite.</summary>
    public static void Check(Tensor points, string name)
    {
        if (points.dim() != 2 || points.shape[0] < 1 || points.shape[1] < 1)
        {
            throw new ArgumentException($"Points must be [points, coordinates] with at least one of each; the shape is [{string.Join(", ", points.shape)}].", name);
        }

        using Tensor finite = points.isfinite(), all = finite.all();
        if (!all.item<bool>())
        {
            throw new ArgumentException("Some coordinates are not finite; leave those points out.", name);
        }
    }

    /// <summary>The values of a float32 tensor, row-major.</summary>
    public static float[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(values.bytes).ToArray();
    }

    /// <summary>How to run loops over points.</summary>
    /// <param name="threads">Threads; 0 for as many as libtorch uses.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public static ParallelOptions Parallel(int threads, CancellationToken cancellation = default) =>
        new() { MaxDegreeOfParallelism = threads > 0 ? threads : get_num_threads(), CancellationToken = cancellation };
}
