namespace Residua.App.Explorer.Services;

/// <summary>A test image.</summary>
/// <param name="Index">Its place among the test images, from 0.</param>
/// <param name="Class">Its class.</param>
/// <param name="Pixels">Grey values, row-major [Rows, Columns].</param>
/// <param name="Rows">Pixels from top to bottom.</param>
/// <param name="Columns">Pixels from left to right.</param>
public sealed record SampleImage(int Index, int Class, byte[] Pixels, int Rows, int Columns)
{
    /// <summary>The image as a PNG within an address.</summary>
    public string ToUri() => Picture.Of(Pixels, Rows, Columns);
}
