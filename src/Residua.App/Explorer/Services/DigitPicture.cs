using SkiaSharp;

namespace Residua.App.Explorer.Services;

/// <summary>Grey images as addresses of pictures, for pages.</summary>
internal static class DigitPicture
{
    /// <summary>A PNG as a data: address, a pixel of it for each of the image's.</summary>
    /// <param name="pixels">Values in [0,1], row-major; what lies outside is shown as black or white.</param>
    /// <param name="columns">Pixels from left to right.</param>
    public static string Of(IReadOnlyList<float> pixels, int columns)
    {
        using SKBitmap bitmap = new(columns, pixels.Count / columns, SKColorType.Gray8, SKAlphaType.Opaque);
        for (int i = 0; i < pixels.Count; i++)
        {
            byte grey = (byte)Math.Round(255 * Math.Clamp(pixels[i], 0, 1));
            bitmap.SetPixel(i % columns, i / columns, new SKColor(grey, grey, grey));
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.ToArray());
    }

    /// <summary>An image of a set, in [0,1].</summary>
    public static float[] Pixels(Data.ImageSet images, int index)
    {
        float[] pixels = new float[images.Rows * images.Columns];
        ReadOnlySpan<byte> image = images.Image(index);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = image[i] / 255f;
        }

        return pixels;
    }
}
