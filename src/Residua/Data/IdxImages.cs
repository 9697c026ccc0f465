namespace Residua.Data;

/// <summary>The images of one IDX file.</summary>
/// <param name="Pixels">Grey values 0..255, row-major [Count, Rows, Columns].</param>
/// <param name="Count">Number of images.</param>
/// <param name="Rows">Pixels from top to bottom.</param>
/// <param name="Columns">Pixels from left to right.</param>
public sealed record IdxImages(byte[] Pixels, int Count, int Rows, int Columns);
