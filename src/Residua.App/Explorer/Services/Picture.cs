using Residua.Data;
using SkiaSharp;

namespace Residua.App.Explorer.Services;

/// <summary>Grey images for a browser.</summary>
internal static class Picture
{
    /// <summary>An image as a data address that holds a PNG.</summary>
    /// <param name="pixels">Grey values, row-major [rows, columns].</param>
    /// <param name="rows">Pixels from top to bottom.</param>
    /// <param name="columns">Pixels from left to right.</param>
    public static string Of(ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(columns, rows, SKColorType.Gray8, SKAlphaType.Opaque), pixels, columns);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }

    /// <summary>An image as a data address that holds a PNG.</summary>
    /// <param name="pixels">Values in [0,1], row-major; what lies outside is shown as black or white.</param>
    /// <param name="columns">Pixels from left to right.</param>
    public static string Of(IReadOnlyList<float> pixels, int columns) =>
        Of([.. pixels.Select(pixel => (byte)Math.Round(255 * Math.Clamp(pixel, 0, 1)))], pixels.Count / columns, columns);

    /// <summary>An image of a set, in [0,1].</summary>
    public static float[] Pixels(ImageSet images, int index) => [.. images.Image(index).ToArray().Select(pixel => pixel / 255f)];
}
