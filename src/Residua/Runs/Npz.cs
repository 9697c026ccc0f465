using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Residua.Data;

namespace Residua.Runs;

/// <summary>Reads and writes .npz: named arrays as .npy entries of a zip archive, as NumPy's <c>savez</c> does.</summary>
/// <remarks>
/// Element types: float32, float64, int64, int32, uint8, bool; little-endian. The archive's comment holds a SHA-256 of the
/// entries' names, lengths and CRC-32s, which together with the CRC-32s covers names and content; NumPy ignores it.
/// Source: NEP 1 and numpy.lib.format.
/// </remarks>
public static class Npz
{
    private const string Extension = ".npy";
    private const string CommentStart = "sha256:";
    private const int ChunkBytes = 1 << 24;
    private const long DeflateRatio = 1032; // the most that deflate can gain
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the arrays to <paramref name="path"/>, whole or not at all, lightly compressed and without time stamps.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="arrays">The arrays by name; they are stored in the order of their names.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NpyArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        if (arrays.ContainsKey(""))
        {
            throw new ArgumentException($"An array of '{path}' has an empty name; give it one.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
            List<(string Name, long Length, uint Crc)> written = [];
            foreach ((string name, NpyArray array) in arrays.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + Extension, CompressionLevel.Fastest);
                entry.LastWriteTime = Epoch;
                using Stream data = entry.Open();
                Crc32 crc = new();
                long length = 0;
                Copy(array, bytes =>
                {
                    data.Write(bytes);
                    crc.Append(bytes);
                    length += bytes.Length;
                });
                written.Add((entry.FullName, length, crc.GetCurrentHashAsUInt32()));
            }

            archive.Comment = Comment(written);
        });
    }

    /// <summary>Reads every array of a file; sizes are checked before memory is taken, and each CRC-32 after.</summary>
    /// <param name="path">The file, ours or from NumPy; an array in Fortran order is turned into C order.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or has an element type that is not read.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            if (archive.Comment.StartsWith(CommentStart, StringComparison.Ordinal)
                && archive.Comment != Comment(archive.Entries.Select(entry => (entry.FullName, entry.Length, entry.Crc32))))
            {
                throw new InvalidDataException("the checksum of its table of entries does not match");
            }

            Dictionary<string, NpyArray> arrays = new(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : "";
                if (name.Length == 0 || !arrays.TryAdd(name, ReadEntry(entry, stream.Length)))
                {
                    throw new InvalidDataException($"entry '{entry.FullName}' is there twice or is no {Extension} file");
                }
            }

            return arrays;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"'{path}' cannot be read as .npz: {error.Message.TrimEnd('.')}. If it is damaged, get it anew.", error);
        }
    }

    private static NpyArray ReadEntry(ZipArchiveEntry entry, long fileLength)
    {
        if (entry.CompressedLength > fileLength || entry.Length / DeflateRatio > entry.CompressedLength)
        {
            throw new InvalidDataException($"entry '{entry.FullName}' claims {entry.Length} bytes, more than the file can hold");
        }

        try
        {
            using Stream data = entry.Open();
            Crc32 crc = new();
            long headerLength = 0;
            NpyHeader header = NpyHeader.Read(bytes =>
            {
                data.ReadExactly(bytes);
                crc.Append(bytes);
                headerLength += bytes.Length;
            });
            long elements = NpyHeader.Elements(header.Shape)!.Value;
            if (headerLength + (elements * header.Size) != entry.Length || elements > Array.MaxLength)
            {
                throw new InvalidDataException($"has the shape ({string.Join(", ", header.Shape)}) in {entry.Length} bytes, which do not agree");
            }

            NpyArray array = ReadData(data, crc, header, (int)elements);
            return data.ReadByte() < 0 && crc.GetCurrentHashAsUInt32() == entry.Crc32
                ? array
                : throw new InvalidDataException("is damaged: its CRC-32 does not match");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"entry '{entry.FullName}' {error.Message.TrimEnd('.')}", error);
        }
    }

    /// <summary>Reads the elements that follow a header.</summary>
    internal static NpyArray ReadData(Stream data, Crc32 crc, NpyHeader header, int elements) => header.Type switch
    {
        "<f4" => ReadData<float>(data, crc, header, elements),
        "<f8" => ReadData<double>(data, crc, header, elements),
        "<i4" => ReadData<int>(data, crc, header, elements),
        "<i8" => ReadData<long>(data, crc, header, elements),
        "|u1" => ReadData<byte>(data, crc, header, elements),
        _ => ReadData<bool>(data, crc, header, elements),
    };

    private static NpyArray ReadData<T>(Stream data, Crc32 crc, NpyHeader header, int elements)
        where T : unmanaged
    {
        T[] array = new T[elements];
        foreach (Range chunk in Chunks(elements, header.Size))
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(array.AsSpan(chunk));
            data.ReadExactly(bytes);
            crc.Append(bytes);
            if (typeof(T) == typeof(bool) && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                throw new InvalidDataException("has a boolean that is neither 0 nor 1");
            }
        }

        return NpyArray.Over(header.FortranOrder ? ToCOrder(array, header.Shape) : array, header.Shape);
    }

    // Walks the C order and keeps the place in the Fortran order, where the first index runs fastest.
    private static T[] ToCOrder<T>(T[] fortran, long[] shape)
    {
        T[] ordered = new T[fortran.Length];
        long[] index = new long[shape.Length];
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            strides[d] = stride;
            stride *= shape[d];
        }

        long from = 0;
        for (int to = 0; to < ordered.Length; to++)
        {
            ordered[to] = fortran[from];
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                from -= strides[d] * shape[d];
                index[d] = 0;
            }
        }

        return ordered;
    }

    private delegate void BytesAction(ReadOnlySpan<byte> bytes);

    private static void Copy(NpyArray array, BytesAction write)
    {
        NpyHeader header = NpyHeader.Of(array);
        write(header.ToBytes());
        foreach (Range chunk in Chunks(array.Length, header.Size))
        {
            write(array.Bytes(chunk));
        }
    }

    private static IEnumerable<Range> Chunks(int elements, int size)
    {
        int step = ChunkBytes / size;
        for (long start = 0; start < elements; start += step)
        {
            yield return (int)start..(int)Math.Min(elements, start + step);
        }
    }

    private static string Comment(IEnumerable<(string Name, long Length, uint Crc)> entries)
    {
        IEnumerable<string> lines = entries.OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => $"{entry.Name} {entry.Length} {entry.Crc:x8}\n");
        return CommentStart + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
