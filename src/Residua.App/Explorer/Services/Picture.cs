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
}
