using Residua.Numerics;
using static TorchSharp.torch;

namespace Residua.Data;

/// <summary>Images as tensors.</summary>
public static class ImageTensors
{
    /// <summary>Pixels of the chosen images in [0,1]: a new tensor [B,P], P = rows × columns.</summary>
    public static Tensor Pixels(ImageSet images, ReadOnlySpan<int> chosen, ScalarType type, Device device)
    {
        int size = images.Rows * images.Columns;
        using Tensor bytes = empty([chosen.Length, size], uint8);
        Span<byte> target = bytes.bytes;
        for (int i = 0; i < chosen.Length; i++)
        {
            images.Image(chosen[i]).CopyTo(target[(i * size)..]);
        }

        Tensor pixels = bytes.to(type, device, copy: true);
        pixels.Div_(255);
        return pixels;
    }

    /// <summary>Labels of the chosen images: a new int64 tensor [B].</summary>
    public static Tensor Labels(ImageSet images, ReadOnlySpan<int> chosen, Device device)
    {
        long[] labels = new long[chosen.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            labels[i] = images.Labels[chosen[i]];
        }

        using Tensor local = tensor(labels);
        return local.to(int64, device, copy: true);
    }
}
