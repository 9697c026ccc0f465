using System.Buffers.Binary;
using System.IO.Compression;

namespace Residua.Data;

/// <summary>Reads and writes IDX files of bytes, MNIST's format, raw or gzipped.</summary>
/// <remarks>
/// A big-endian header (the magic number, then one 32-bit size for each dimension) and the bytes, row-major.
/// A file is read as gzip when its content says so, whatever its name; it is written as gzip when its name ends in .gz.
/// The header is checked against the size before anything large is allocated, and content beyond 1 GiB is refused.
/// </remarks>
public static class IdxFile
{
    /// <summary>Magic number of bytes in three dimensions: images.</summary>
    internal const int ImageMagic = 2051;

    /// <summary>Magic number of bytes in one dimension: labels.</summary>
    internal const int LabelMagic = 2049;

    /// <summary>Reads a file of images.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no images, or fewer or more bytes than its header says.</exception>
    public static IdxImages ReadImages(string path) => Images(IdxReader.Read(path, ImageMagic));

    /// <summary>Reads images from a stream that can seek, of a file of that path.</summary>
    /// <exception cref="InvalidDataException">It holds no images, or fewer or more bytes than its header says.</exception>
    public static IdxImages ReadImages(Stream stream, string path) => Images(IdxReader.Read(stream, path, ImageMagic));

    /// <summary>Reads a file of labels, [count].</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It holds no labels, or fewer or more bytes than its header says.</exception>
    public static byte[] ReadLabels(string path) => IdxReader.Read(path, LabelMagic).Body;

    /// <summary>Writes images: a new file takes the old one's place only when it is complete.</summary>
    /// <param name="path">Where to write; gzipped when it ends in .gz.</param>
    /// <param name="pixels">Grey values, row-major [count, rows, columns] with count at least 1.</param>
    /// <param name="rows">Pixels from top to bottom, at least 1.</param>
    /// <param name="columns">Pixels from left to right, at least 1.</param>
    /// <exception cref="ArgumentException">The pixels do not fill a whole number of images.</exception>
    public static void WriteImages(string path, ReadOnlySpan<byte> pixels, int rows, int columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var size = Math.Max(rows, 0) * (long)Math.Max(columns, 0);
        if (size == 0 || pixels.IsEmpty || pixels.Length % size != 0)
        {
            throw new ArgumentException($"{pixels.Length} pixels do not fill a whole number of images of {rows} x {columns}.", nameof(pixels));
        }
        Write(path, [ImageMagic, (int)(pixels.Length / size), rows, columns], pixels);
    }

    /// <summary>Writes labels: a new file takes the old one's place only when it is complete.</summary>
    /// <param name="path">Where to write; gzipped when it ends in .gz.</param>
    /// <param name="labels">One class number an image, [count] with count at least 1.</param>
    /// <exception cref="ArgumentException">There are no labels.</exception>
    public static void WriteLabels(string path, ReadOnlySpan<byte> labels)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (labels.IsEmpty)
        {
            throw new ArgumentException("An IDX file needs at least one label.", nameof(labels));
        }
        Write(path, [LabelMagic, labels.Length], labels);
    }

    private static IdxImages Images(IdxContent content) => new(content.Body, content.Dimensions[0], content.Dimensions[1], content.Dimensions[2]);

    private static void Write(string path, ReadOnlySpan<int> header, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[4 * header.Length];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), header[i]);
        }
        var aside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(aside, FileMode.CreateNew))
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                {
                    using var zipped = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                    zipped.Write(bytes);
                    zipped.Write(body);
                }
                else
                {
                    file.Write(bytes);
                    file.Write(body);
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }
}
