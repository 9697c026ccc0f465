using TorchSharp;

namespace Residua.Tests;

/// <summary>Counts tensors that are alive, once the collector has taken those that nobody holds.</summary>
internal static class LiveTensors
{
    public static long Count => torch.Tensor.TotalCount;
}
