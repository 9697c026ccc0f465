using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Tests.Embedding;

/// <summary>Points to embed.</summary>
internal static class Cloud
{
    /// <summary>Normally distributed points around centres in turn, [count,dimensions], with the centre of each.</summary>
    public static (Tensor Points, int[] Classes) Blobs(int count, int dimensions, int centres, double distance, int seed = 4)
    {
        using Generator generator = new((ulong)seed, CPU);
        using Tensor noise = randn([count, dimensions], float32, CPU, generator: generator);
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % centres)];
        using Tensor offsets = tensor(classes.SelectMany(c => Enumerable.Range(0, dimensions).Select(d => d == c ? (float)distance : 0)).ToArray(), [count, dimensions]);
        return (noise.Add(offsets), classes);
    }
}
