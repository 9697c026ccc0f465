using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>What a .safetensors file held: tensors on the CPU and metadata. It owns the tensors and disposes them.</summary>
/// <remarks>
/// The tensors belong to no dispose scope: they live until <see cref="Dispose"/>. Clone what is to outlive it.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    internal SafetensorsFile(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors by name, contiguous, in the data type of the file.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>The metadata by key, without the checksums that <see cref="Safetensors.Write"/> adds.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Disposes every tensor of the file.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
