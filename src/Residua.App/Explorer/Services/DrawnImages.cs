using System.Buffers.Binary;
using Residua.Analysis;
using Residua.Data;

namespace Residua.App.Explorer.Services;

/// <summary>Which images an analysis draws.</summary>
internal static class DrawnImages
{
    /// <summary>The places of the images that <see cref="Samples.Balanced"/> draws, in its order: it draws from images that show their own place.</summary>
    public static int[] Indices(ImageSet images, int perClass, int seed)
    {
        byte[] places = new byte[4 * images.Count];
        for (int i = 0; i < images.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(places.AsSpan(4 * i), i);
        }

        ImageSet drawn = Samples.Balanced(new ImageSet(places, images.Labels, 1, 4, images.Classes), perClass, seed);
        return [.. Enumerable.Range(0, drawn.Count).Select(i => BinaryPrimitives.ReadInt32LittleEndian(drawn.Image(i)))];
    }

    /// <summary>An image with its pixels.</summary>
    public static SampleImage At(ImageSet images, int index) => new(index, images.Labels[index], images.Image(index).ToArray(), images.Rows, images.Columns);
}
