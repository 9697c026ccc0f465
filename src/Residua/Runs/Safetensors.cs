using System.Buffers.Binary;
using System.Security.Cryptography;
using Residua.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>
/// Reads and writes .safetensors: 8 bytes of header length (little-endian), a JSON header with data type, shape and byte
/// range of each tensor, then the tensors' bytes in C order.
/// </summary>
/// <remarks>
/// Data types: F32, F64, I64, I32, U8, BOOL. Source: the format description of the huggingface/safetensors project.
/// Data written here starts at a multiple of 8 and each tensor at a multiple of its element's size. Not for files that
/// are changed while they are read.
/// </remarks>
public static class Safetensors
{
    private const int LengthBytes = 8;
    private const long MaximumHeader = 100_000_000;
    private const long ChunkElements = 1 << 24;

    /// <summary>Writes tensors and metadata to <paramref name="path"/>, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it is there.</param>
    /// <param name="tensors">
    /// Tensors of any shape by name. One that is not contiguous or not on the CPU is copied while it is written, the
    /// others are not.
    /// </param>
    /// <param name="metadata">Free text by key; <c>sha256</c>, <c>header.sha256</c> and <c>checksums</c> are added here.</param>
    /// <exception cref="ArgumentException">A name or a key is reserved, or a tensor has another data type.</exception>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        metadata ??= new Dictionary<string, string>();
        if (metadata.Keys.FirstOrDefault(key => key is SafetensorsHeader.DataKey or SafetensorsHeader.HeaderKey or SafetensorsHeader.ChecksumsKey) is { } reserved)
        {
            throw new ArgumentException($"The metadata key '{reserved}' of '{path}' is reserved for a checksum; choose another.", nameof(metadata));
        }

        List<SafetensorsEntry> entries = Layout(path, tensors);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        entries.ForEach(entry => OnBytes(tensors[entry.Name], bytes => hash.AppendData(bytes)));
        byte[] header = new SafetensorsHeader(entries, metadata, SafetensorsHeader.Hex(hash.GetCurrentHash())).ToBytes();
        byte[] length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(length);
            stream.Write(header);
            entries.ForEach(entry => OnBytes(tensors[entry.Name], bytes => stream.Write(bytes)));
        });
    }

    /// <summary>Reads a file; everything its header says is checked before memory is taken for it.</summary>
    /// <param name="path">The file, ours or from elsewhere; checksums are verified where it has them.</param>
    /// <returns>Tensors on the CPU and metadata, to be disposed by the caller.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind, or has a data type that is not read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        SafetensorsHeader header = ReadHeader(path, stream);
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        SafetensorsFile file = new(tensors, header.Metadata);
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (SafetensorsEntry entry in header.Entries)
            {
                Tensor tensor = empty([.. entry.Shape], entry.Type, CPU).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                OnBytes(tensor, bytes => Fill(path, stream, entry, bytes, hash));
            }

            if (header.DataSha256 is { } expected && SafetensorsHeader.Hex(hash.GetCurrentHash()) != expected)
            {
                throw SafetensorsHeader.Broken(path, "the checksum of its data does not match");
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The SHA-256 of a file's data, as its header says it; null where it has none.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static string? ReadDataSha256(string path)
    {
        using Stream stream = InputFile.Open(path);
        return ReadHeader(path, stream).DataSha256;
    }

    /// <summary>Reads a file's metadata alone; its header is checked, its data is not.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The header is damaged, or of another kind.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using Stream stream = InputFile.Open(path);
        return ReadHeader(path, stream).Metadata;
    }

    private static SafetensorsHeader ReadHeader(string path, Stream stream)
    {
        byte[] lengthBytes = new byte[LengthBytes];
        if (stream.Length < LengthBytes)
        {
            throw SafetensorsHeader.Broken(path, $"it has {stream.Length} bytes, fewer than {LengthBytes}");
        }

        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > (ulong)Math.Min(MaximumHeader, stream.Length - LengthBytes))
        {
            throw SafetensorsHeader.Broken(path, $"its header claims {length} bytes in a file of {stream.Length}");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return SafetensorsHeader.Parse(path, header, stream.Length - stream.Position);
    }

    private static void Fill(string path, Stream stream, SafetensorsEntry entry, Span<byte> bytes, IncrementalHash hash)
    {
        stream.ReadExactly(bytes);
        if (entry.Type == ScalarType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw SafetensorsHeader.Broken(path, $"tensor '{entry.Name}' has a BOOL that is neither 0 nor 1");
        }

        hash.AppendData(bytes);
    }

    // Larger elements first, so that each tensor is aligned to its own; then by name, so that equal content is equal bytes.
    private static List<SafetensorsEntry> Layout(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        List<SafetensorsEntry> entries = [];
        long begin = 0;
        foreach ((string name, Tensor tensor) in tensors
            .OrderByDescending(pair => SafetensorsEntry.SizeOf(pair.Value.dtype)).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name is "" or "__metadata__")
            {
                throw new ArgumentException($"A tensor of '{path}' cannot be named '{name}'; choose another name.", nameof(tensors));
            }

            int size = SafetensorsEntry.SizeOf(tensor.dtype) ?? throw new ArgumentException(
                $"Tensor '{name}' of '{path}' is {tensor.dtype}; only {SafetensorsEntry.KnownTypes} are written, so convert it first.", nameof(tensors));
            long end = begin + (tensor.numel() * size);
            entries.Add(new SafetensorsEntry(name, tensor.dtype, [.. tensor.shape], begin, end));
            begin = end;
        }

        return entries;
    }

    private delegate void BytesAction(Span<byte> bytes);

    // Spans hold at most 2 GB, tensors more: hence the pieces. Each is a view of a contiguous CPU tensor.
    private static void OnBytes(Tensor tensor, BytesAction action)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = tensor.detach().cpu().contiguous().reshape(-1);
        for (long start = 0; start < flat.numel(); start += ChunkElements)
        {
            using Tensor chunk = flat.narrow(0, start, Math.Min(ChunkElements, flat.numel() - start));
            action(chunk.bytes);
        }
    }
}
