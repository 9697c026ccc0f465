using System.IO.Hashing;
using Residua.Data;

namespace Residua.Runs;

/// <summary>Reads .npy: one array, as NumPy's <c>save</c> writes it. Element types as in <see cref="Npz"/>.</summary>
/// <remarks>Source: NEP 1 and numpy.lib.format.</remarks>
public static class Npy
{
    /// <summary>Reads the array; its size is checked before memory is taken. One in Fortran order is turned into C order.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or has an element type that is not read.</exception>
    public static NpyArray Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads the array from a stream that can seek, of a file of that path.</summary>
    /// <inheritdoc cref="Read(string)" path="/exception"/>
    public static NpyArray Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            NpyHeader header = NpyHeader.Read(bytes => stream.ReadExactly(bytes));
            long elements = NpyHeader.Elements(header.Shape)!.Value;
            return stream.Position + (elements * header.Size) == stream.Length && elements <= Array.MaxLength
                ? Npz.ReadData(stream, new Crc32(), header, (int)elements)
                : throw new InvalidDataException($"has the shape ({string.Join(", ", header.Shape)}) in {stream.Length} bytes, which do not agree");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            string what = error is EndOfStreamException ? "ends too early" : error.Message.TrimEnd('.');
            throw new InvalidDataException($"'{path}' cannot be read as .npy: it {what}.", error);
        }
    }
}
