using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Residua.Data;

namespace Residua.Runs;

/// <summary>
/// JSON documents, and lines of them, that carry their own checksum: the last property is
/// <c>"checksum": "sha256:…"</c>, over the UTF-8 bytes of the object without it, written compactly.
/// </summary>
/// <remarks>
/// Numbers enter the checksum as they are spelt and strings by their characters, so indentation may change and content
/// may not. Doubles are written in their shortest form that reads back as the same bits; NaN and infinities as strings.
/// </remarks>
public static class ChecksummedJson
{
    private const string Checksum = "checksum";

    /// <summary>How everything here is written: indented, camelCase, enumerations by name, nothing unknown or missing accepted.</summary>
    /// <remarks>Its text is for files and terminals; it is not escaped for HTML. It cannot be changed.</remarks>
    public static JsonSerializerOptions Options { get; } = Make(indented: true);

    private static JsonSerializerOptions Compact { get; } = Make(indented: false);

    /// <summary>Writes an object with its checksum to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="ArgumentException">The value is no JSON object, or has a property named checksum.</exception>
    /// <exception cref="IOException">The file cannot be written; see <see cref="AtomicFile.Write"/>.</exception>
    public static void Write<T>(string path, T value) => AtomicFile.WriteText(path, Seal(value).ToJsonString(Options) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, has no checksum, or is no <typeparamref name="T"/>.</exception>
    public static T Read<T>(string path) => Open<T>(InputFile.ReadAllBytes(path), $"'{path}'");

    /// <summary>Reads a file that a user wrote: a checksum, left from a copy, is not looked at; comments and trailing commas are allowed.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no valid JSON, or no <typeparamref name="T"/>.</exception>
    public static T ReadUnchecked<T>(string path)
    {
        JsonObject document = Parse(InputFile.ReadAllBytes(path), $"'{path}'", JsonCommentHandling.Skip, allowTrailingCommas: true);
        document.Remove(Checksum);
        return Bind<T>(document, $"'{path}'");
    }

    /// <summary>An object with its checksum as one line, without the line's end.</summary>
    /// <inheritdoc cref="Write" path="/exception[1]"/>
    public static string ToLine<T>(T value) => Seal(value).ToJsonString(Compact);

    /// <summary>Reads one line that <see cref="ToLine"/> wrote.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="path">The file it stands in, for the messages.</param>
    /// <param name="lineNumber">Its number, from 1, for the messages.</param>
    /// <exception cref="InvalidDataException">The line is damaged, has no checksum, or is no <typeparamref name="T"/>.</exception>
    public static T FromLine<T>(string line, string path, int lineNumber)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Open<T>(Encoding.UTF8.GetBytes(line), $"'{path}' line {lineNumber}");
    }

    private static JsonSerializerOptions Make(bool indented)
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = indented,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }

    private static JsonObject Seal<T>(T value)
    {
        JsonObject document = JsonSerializer.SerializeToNode(value, Compact) as JsonObject
            ?? throw new ArgumentException($"A {typeof(T).Name} is no JSON object, so it has no place for a checksum; wrap it in a record.", nameof(value));
        return document.TryAdd(Checksum, Digest(document))
            ? document
            : throw new ArgumentException($"A {typeof(T).Name} has a property '{Checksum}' of its own; rename it.", nameof(value));
    }

    private static string Digest(JsonObject document) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString(Compact))));

    private static T Open<T>(byte[] json, string where)
    {
        JsonObject document = Parse(json, where, JsonCommentHandling.Disallow, allowTrailingCommas: false);
        if (!document.Remove(Checksum, out JsonNode? node) || node?.GetValueKind() != JsonValueKind.String)
        {
            throw new InvalidDataException($"{where} has no '{Checksum}' property: it is damaged or was not written by a run; restore or remove it.");
        }

        return node.GetValue<string>() == Digest(document)
            ? Bind<T>(document, where)
            : throw new InvalidDataException($"{where} does not match its checksum: it was damaged or edited; restore or remove it.");
    }

    private static JsonObject Parse(byte[] json, string where, JsonCommentHandling comments, bool allowTrailingCommas)
    {
        JsonDocumentOptions options = new() { CommentHandling = comments, AllowTrailingCommas = allowTrailingCommas, AllowDuplicateProperties = false };
        ReadOnlySpan<byte> text = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsSpan(Encoding.UTF8.Preamble.Length) : json;
        if (!Utf8.IsValid(text))
        {
            throw new InvalidDataException($"{where} is no UTF-8 text; save it as UTF-8 or restore it.");
        }

        try
        {
            JsonObject document = JsonNode.Parse(text, documentOptions: options) as JsonObject
                ?? throw new InvalidDataException($"{where} holds no JSON object; it must be of the form {{ ... }}.");
            _ = document.ToJsonString(Compact); // strings are decoded late: an escape of half a character is seen here
            return document;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{where} is no valid JSON: {error.Message.TrimEnd('.')}. Correct or restore it.", error);
        }
    }

    private static T Bind<T>(JsonObject document, string where)
    {
        if (JsonNulls.Find(document, typeof(T), Options) is { } place)
        {
            throw new InvalidDataException($"{where} does not hold what it should: '{place.TrimStart('.')}' is null. Correct or restore it.");
        }

        try
        {
            return document.Deserialize<T>(Options)!;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{where} does not hold what it should: {JsonComplaint.About(error, typeof(T), Options)}. Correct or restore it.", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{where} does not hold what it should: {error.Message.TrimEnd('.')}. Correct or restore it.", error);
        }
    }
}
