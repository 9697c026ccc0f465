using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Residua.Runs;

namespace Residua.Fuzzing;

/// <summary>Spoils files a little: bits, bytes, numbers, lengths, pieces of other files; in JSON also values and names.</summary>
internal static class Mutator
{
    private static readonly long[] s_numbers =
    [
        0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1 << 24, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue,
    ];

    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "1e400", "-1e400", "1e-400", "0.1", "\"NaN\"", "\"Infinity\"", "\"\"", "\"x\"",
        "[]", "{}", "[[[[[[[[]]]]]]]]", "[null]", "{\"\":null}", "\"../../../etc/passwd\"", "\"\\u0000\"",
    ];

    /// <summary>A spoilt copy of a file.</summary>
    /// <param name="original">The file.</param>
    /// <param name="other">Another of its kind, of which pieces are taken.</param>
    /// <param name="random">Decides how.</param>
    public static byte[] Bytes(byte[] original, byte[] other, Random random)
    {
        List<byte> bytes = [.. original];
        for (int change = random.Next(1, 5); change > 0; change--)
        {
            int at = bytes.Count == 0 ? 0 : random.Next(2) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(bytes.Count, 128)); // headers are at the beginning
            switch (random.Next(9))
            {
                case 0 when bytes.Count > 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when bytes.Count > 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3 when bytes.Count > 0:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(64, bytes.Count - at) + 1));
                    break;
                case 4:
                    bytes.InsertRange(at, Piece(other, random));
                    break;
                case 5 when bytes.Count - at >= 8:
                    byte[] number = Number(s_numbers[random.Next(s_numbers.Length)], size: 1 << random.Next(1, 4), bigEndian: random.Next(2) == 0);
                    for (int i = 0; i < number.Length; i++)
                    {
                        bytes[at + i] = number[i];
                    }

                    break;
                case 6 when bytes.Count > 0 && char.IsAsciiDigit((char)bytes[at]):
                    bytes.RemoveAt(at);
                    bytes.InsertRange(at, System.Text.Encoding.ASCII.GetBytes($"{s_numbers[random.Next(s_numbers.Length)]}"));
                    break;
                case 7:
                    bytes.AddRange(Piece(other, random));
                    break;
                default:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 9)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A JSON document with values and names changed and its checksum made good again; bytes are spoilt where it is none.</summary>
    /// <param name="original">The document.</param>
    /// <param name="random">Decides how.</param>
    public static byte[] Json(byte[] original, Random random)
    {
        JsonNode? document;
        try
        {
            document = JsonNode.Parse(original);
        }
        catch (JsonException)
        {
            return Bytes(original, original, random);
        }

        if (document is not JsonObject root)
        {
            return Bytes(original, original, random);
        }

        bool isSealed = root.Remove("checksum");
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            JsonNode at = root;
            while (Children(at) is { Length: > 0 } children && random.Next(4) > 0)
            {
                at = children[random.Next(children.Length)];
            }

            Change(at, random);
        }

        return System.Text.Encoding.UTF8.GetBytes(isSealed ? ChecksummedJson.ToLine(root) : root.ToJsonString());
    }

    private static JsonNode[] Children(JsonNode node) => node switch
    {
        JsonObject all => [.. all.Select(one => one.Value).Where(value => value is JsonObject or JsonArray).OfType<JsonNode>()],
        JsonArray all => [.. all.Where(value => value is JsonObject or JsonArray).OfType<JsonNode>()],
        _ => [],
    };

    private static void Change(JsonNode at, Random random)
    {
        JsonNode? Value() => JsonNode.Parse(s_values[random.Next(s_values.Length)]);
        switch (at)
        {
            case JsonObject { Count: > 0 } all:
                string name = all.ElementAt(random.Next(all.Count)).Key;
                JsonNode? value = all[name];
                switch (random.Next(4))
                {
                    case 0:
                        all.Remove(name);
                        break;
                    case 1:
                        all.Remove(name);
                        all[name + "x"] = value;
                        break;
                    default:
                        all[name] = Value();
                        break;
                }

                break;
            case JsonArray { Count: > 0 } all:
                int i = random.Next(all.Count);
                switch (random.Next(4))
                {
                    case 0:
                        all.RemoveAt(i);
                        break;
                    case 1:
                        all.Insert(i, all[i]?.DeepClone());
                        break;
                    case 2:
                        all.Clear();
                        break;
                    default:
                        all[i] = Value();
                        break;
                }

                break;
        }
    }

    private static byte[] Number(long value, int size, bool bigEndian)
    {
        byte[] number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        number = number[..size];
        if (bigEndian)
        {
            Array.Reverse(number);
        }

        return number;
    }

    private static byte[] Piece(byte[] other, Random random)
    {
        int at = other.Length == 0 ? 0 : random.Next(other.Length);
        return other[at..Math.Min(other.Length, at + random.Next(1, 65))];
    }
}
