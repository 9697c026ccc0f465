using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.GZip;

namespace Residua.Data;

/// <summary>Reads one IDX file whole, trusting nothing in it before it is checked.</summary>
internal static class IdxReader
{
    private const long MaximumBytes = 1L << 30;
    private const int FirstChunk = 1 << 20;

    /// <summary>Reads the file and checks that it is exactly what its header says.</summary>
    /// <param name="path">A raw or gzipped file.</param>
    /// <param name="magic">What it must begin with; its last byte is the number of dimensions.</param>
    public static IdxContent Read(string path, int magic)
    {
        using var file = InputFile.Open(path);
        return Read(file, path, magic);
    }

    /// <summary>The same from a stream that can seek.</summary>
    public static IdxContent Read(Stream file, string path, int magic)
    {
        var gzipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!gzipped)
        {
            return Read(file, path, magic, file.Length);
        }
        using var unzipped = new GZipInputStream(file) { IsStreamOwner = false };
        return Read(unzipped, path, magic, null);
    }

    private static IdxContent Read(Stream stream, string path, int magic, long? length)
    {
        var header = new byte[4 + (4 * (magic & 0xFF))];
        var got = Fill(stream, header, path);
        if (got >= 4 && BinaryPrimitives.ReadInt32BigEndian(header) is var found && found != magic)
        {
            throw new InvalidDataException($"{path} does not hold {Kind(magic)}: it begins with {Describe(found)}, not with the magic number {magic}.");
        }
        if (got < header.Length)
        {
            throw new InvalidDataException($"{path} is truncated: it ends after {got} bytes, within the header of {header.Length}.");
        }
        var dimensions = Dimensions(header, path);
        var size = (int)dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        var expected = header.Length + (long)size;
        if (length is { } stored && stored != expected)
        {
            throw WrongLength(path, expected, stored);
        }
        var body = new byte[length is null ? Math.Min(size, FirstChunk) : size];
        var filled = Fill(stream, body, path);
        while (filled == body.Length && filled < size)
        {
            Array.Resize(ref body, (int)Math.Min(size, 2L * body.Length));
            filled += Fill(stream, body.AsSpan(filled), path);
        }
        if (filled < size)
        {
            throw WrongLength(path, expected, header.Length + filled);
        }
        // The read past the end also has the gzip stream check the checksum and the length at its end.
        if (Fill(stream, stackalloc byte[1], path) != 0)
        {
            throw WrongLength(path, expected, null);
        }
        return new IdxContent(dimensions, header, body);
    }

    private static int[] Dimensions(byte[] header, string path)
    {
        var dimensions = new int[(header.Length / 4) - 1];
        var product = 1L;
        for (var i = 0; i < dimensions.Length; i++)
        {
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * (i + 1)));
            product *= dimension;
            if (dimension == 0 || product > MaximumBytes)
            {
                var sizes = Enumerable.Range(1, dimensions.Length).Select(d => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * d)));
                throw new InvalidDataException(
                    $"{path} has an impossible header: it claims {string.Join(" x ", sizes)} bytes, outside 1 byte to 1 GiB.");
            }
            dimensions[i] = (int)dimension;
        }
        return dimensions;
    }

    private static int Fill(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        // Codes that cannot be are faults of the decoder.
        catch (Exception broken) when (stream is GZipInputStream && broken is EndOfStreamException or not (IOException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{path} is damaged: it cannot be decompressed to its end.", broken);
        }
    }

    private static InvalidDataException WrongLength(string path, long expected, long? actual) =>
        actual < expected
            ? new($"{path} is truncated: its header promises {expected} bytes, but there are {actual}.")
            : new($"{path} is too long: its header promises {expected} bytes, but there are {actual?.ToString() ?? "more"}.");

    private static string Kind(int magic) => magic == IdxFile.ImageMagic ? "images" : "labels";

    private static string Describe(int found) =>
        found is IdxFile.ImageMagic or IdxFile.LabelMagic ? $"{found}, which stands for {Kind(found)}" : $"0x{found:X8}";
}
