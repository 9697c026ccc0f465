using TorchSharp;

namespace Residua.Tests;

/// <summary>Counts tensors that are alive.</summary>
internal static class LiveTensors
{
    /// <summary>Those not disposed, garbage included: what the code under test forgot counts.</summary>
    public static long Count => torch.Tensor.TotalCount;

    /// <summary>The same once the collector has taken what earlier tests left, so that it takes nothing of theirs later.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Count;
    }
}
