using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>The JSON header of a safetensors file, as bytes and as entries that were checked against the data's length.</summary>
/// <remarks>
/// Three metadata keys guard a file that was written here: <c>sha256</c> of the data section, <c>header.sha256</c> of the
/// header's bytes with its own value as 64 zeros, and <c>checksums</c>, which says that both must be there. So one damaged
/// byte anywhere is seen, in a key as well. A file from elsewhere needs none of them.
/// </remarks>
internal sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, string? DataSha256)
{
    public const string DataKey = "sha256";
    public const string HeaderKey = "header.sha256";
    public const string ChecksumsKey = "checksums";
    private const string MetadataName = "__metadata__";
    private const string Checksums = DataKey + " " + HeaderKey;
    private const int MaximumDimensions = 64;
    private static readonly string Blank = new('0', 64);

    /// <summary>The header's bytes, padded with spaces so that the data starts at a multiple of 8.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            json.WriteString(ChecksumsKey, Checksums);
            json.WriteString(DataKey, DataSha256);
            json.WriteString(HeaderKey, Blank);
            foreach ((string key, string value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (SafetensorsEntry entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.TypeName);
                json.WriteStartArray("shape");
                entry.Shape.ToList().ForEach(json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(entry.Begin);
                json.WriteNumberValue(entry.End);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        buffer.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((8 - (buffer.Length % 8)) % 8))));
        byte[] header = buffer.ToArray();
        byte[] marker = Encoding.ASCII.GetBytes($"\"{HeaderKey}\":\"");
        string digest = Hex(SHA256.HashData(header));
        Encoding.ASCII.GetBytes(digest, header.AsSpan(header.AsSpan().IndexOf(marker) + marker.Length));
        return header;
    }

    /// <summary>Reads and checks a header; <paramref name="path"/> is for the messages.</summary>
    public static SafetensorsHeader Parse(string path, byte[] header, long dataLength)
    {
        if (!Utf8.IsValid(header))
        {
            throw Broken(path, "its header is no UTF-8 text");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Broken(path, "its header is no JSON object");
            }

            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            List<SafetensorsEntry> entries = [];
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName)
                {
                    metadata = ParseMetadata(path, property.Value);
                }
                else
                {
                    entries.Add(ParseEntry(path, property.Name, property.Value));
                }
            }

            CheckHeader(path, header, metadata);
            CheckOffsets(path, entries, dataLength);
            _ = metadata.Remove(DataKey, out string? dataSha256);
            _ = metadata.Remove(HeaderKey);
            _ = metadata.Remove(ChecksumsKey);
            return new SafetensorsHeader([.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)], metadata, dataSha256);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Broken(path, "its header is no valid JSON: " + error.Message.TrimEnd('.'), error);
        }
    }

    public static InvalidDataException Broken(string path, string cause, Exception? inner = null) =>
        new($"'{path}' is no valid safetensors file: {cause}. It is damaged or of another kind; get it anew.", inner);

    public static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    private static Dictionary<string, string> ParseMetadata(string path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(pair => pair.Value.ValueKind != JsonValueKind.String))
        {
            throw Broken(path, $"'{MetadataName}' in its header is no object of strings");
        }

        return value.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
    }

    private static SafetensorsEntry ParseEntry(string path, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 3
            || !value.TryGetProperty("dtype", out JsonElement typeName) || typeName.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out JsonElement shape) || Numbers(shape) is not { Length: <= MaximumDimensions } sizes
            || !value.TryGetProperty("data_offsets", out JsonElement offsets) || Numbers(offsets) is not { Length: 2 } range)
        {
            throw Broken(path, $"tensor '{name}' has not just a dtype, a shape of at most {MaximumDimensions} sizes and two data_offsets, none negative");
        }

        ScalarType type = SafetensorsEntry.TypeNamed(typeName.GetString()!) ?? throw new InvalidDataException(
            $"'{path}': tensor '{name}' has the data type {typeName.GetString()}; only {SafetensorsEntry.KnownTypes} are read, so convert it first.");
        long length = SafetensorsEntry.SizeOf(type)!.Value;
        try
        {
            _ = sizes.Aggregate(length, (product, size) => checked(product * Math.Max(size, 1)));
        }
        catch (OverflowException error)
        {
            throw Broken(path, $"tensor '{name}' has a shape whose size overflows", error);
        }

        length = sizes.Aggregate(length, (product, size) => product * size);
        if (range[1] < range[0] || range[1] - range[0] != length)
        {
            throw Broken(path, $"tensor '{name}' needs {length} bytes by its shape and has data_offsets {range[0]} to {range[1]}");
        }

        return new SafetensorsEntry(name, type, sizes, range[0], range[1]);
    }

    private static long[]? Numbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        long[] numbers = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                return null;
            }

            i++;
        }

        return numbers;
    }

    private static void CheckHeader(string path, byte[] header, Dictionary<string, string> metadata)
    {
        if (metadata.TryGetValue(ChecksumsKey, out string? keys) && keys == Checksums && !(metadata.ContainsKey(DataKey) && metadata.ContainsKey(HeaderKey)))
        {
            throw Broken(path, "a checksum is missing from its header");
        }

        if (metadata.TryGetValue(HeaderKey, out string? expected))
        {
            byte[] blanked = [.. header];
            int at = blanked.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{expected}\""));
            if (expected.Length == Blank.Length && at >= 0)
            {
                Encoding.ASCII.GetBytes(Blank, blanked.AsSpan(at + 1));
            }

            if (Hex(SHA256.HashData(blanked)) != expected)
            {
                throw Broken(path, "the checksum of its header does not match");
            }
        }
    }

    private static void CheckOffsets(string path, List<SafetensorsEntry> entries, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
            {
                throw Broken(path, $"tensor '{entry.Name}' starts at byte {entry.Begin} of the data where {end} is next");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw Broken(path, $"its tensors cover {end} bytes and it holds {dataLength}");
        }
    }
}
