namespace Residua.App.Specs;

/// <summary>Whether images of a file are of the size that a network takes. They are not scaled: a network knows one size.</summary>
/// <param name="Path">The file, for messages.</param>
/// <param name="Inputs">P, the pixels after pooling; where it is a square, images are.</param>
/// <param name="Pool">Pixels a side of a cell that is averaged.</param>
internal sealed record ForeignSize(string Path, int Inputs, int Pool)
{
    private int? Side => (int)Math.Sqrt(Inputs) is var side && side * side == Inputs ? side * Pool : null;

    /// <summary>The size, if it is that of the network.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public (int Rows, int Columns) Check(long rows, long columns)
    {
        bool fits = Side is { } side ? rows == side && columns == side
            : rows % Pool == 0 && columns % Pool == 0 && rows * columns == (long)Inputs * Pool * Pool;
        return fits ? ((int)rows, (int)columns) : throw Wrong($"{rows} × {columns}");
    }

    /// <summary>The size of images of which only the number of pixels is known.</summary>
    /// <exception cref="InvalidDataException">It is not that of the network, or how it is to be pooled is not known.</exception>
    public (int Rows, int Columns) Flat(long pixels) =>
        pixels != (long)Inputs * Pool * Pool ? throw Wrong($"{pixels}")
        : Side is { } side ? (side, side)
        : Pool == 1 ? (1, (int)pixels)
        : throw new InvalidDataException($"'{Path}' has images of {pixels} pixels in a row, which cannot be pooled; give them as [B,H,W].");

    private InvalidDataException Wrong(string size)
    {
        string wanted = Side is { } side ? $"{side} × {side} pixels" : $"{(long)Inputs * Pool * Pool} pixels";
        return new($"'{Path}' has images of {size} pixels, but the network takes {wanted}{(Pool > 1 ? $" (which it pools by {Pool})" : "")}; scale them first.");
    }
}
