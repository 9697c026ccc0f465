using Residua.Networks;
using Residua.Runs;
using TorchSharp;

namespace Residua.App.Specs;

/// <summary>Reads weights that came from elsewhere.</summary>
internal static class ForeignFile
{
    /// <summary>The tensors of a .safetensors or .npz file, in the caller's dispose scope.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static Dictionary<string, torch.Tensor> Read(string path) => Path.GetExtension(path) switch
    {
        ".safetensors" => ReadSafetensors(path),
        ".npz" => Npz.Read(path).ToDictionary(pair => pair.Key, pair => ToTensor(pair.Value)),
        _ => throw new UsageException($"Weights come in a .safetensors or .npz file, not '{path}'."),
    };

    /// <summary>A network's parameters from the file's tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, left over, or of another shape.</exception>
    public static NetworkParameters Parameters(string path, NetworkSpec spec, IReadOnlyDictionary<string, torch.Tensor> tensors)
    {
        try
        {
            return NetworkParameters.FromTensors(spec, tensors, torch.CPU);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"'{path}' does not fit the network: {failure.Message}", failure);
        }
    }

    private static Dictionary<string, torch.Tensor> ReadSafetensors(string path)
    {
        using SafetensorsFile file = Safetensors.Read(path);
        return file.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.clone());
    }

    private static torch.Tensor ToTensor(NpyArray array)
    {
        long[] shape = [.. array.Shape];
        return array.ElementType == typeof(float) ? torch.tensor(array.AsFloats().ToArray(), shape)
            : array.ElementType == typeof(double) ? torch.tensor(array.AsDoubles().ToArray(), shape)
            : array.ElementType == typeof(long) ? torch.tensor(array.AsLongs().ToArray(), shape)
            : array.ElementType == typeof(int) ? torch.tensor(array.AsInts().ToArray(), shape)
            : array.ElementType == typeof(byte) ? torch.tensor(array.AsBytes().ToArray(), shape)
            : torch.tensor(array.AsBools().ToArray(), shape);
    }
}
