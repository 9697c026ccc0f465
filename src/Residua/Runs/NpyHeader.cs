using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace Residua.Runs;

/// <summary>The header of a .npy file: element type, order and shape. Source: NEP 1 and numpy.lib.format.</summary>
internal sealed partial record NpyHeader(string Type, bool FortranOrder, long[] Shape)
{
    private const int Alignment = 64;
    private const int MaximumLength = 1 << 16;
    private const int MaximumDimensions = 64;
    private const string Start = "\u0093NUMPY"; // Latin-1

    private static readonly (string Name, Type Element, int Size)[] Types =
    [
        ("<f4", typeof(float), 4), ("<f8", typeof(double), 8), ("<i4", typeof(int), 4),
        ("<i8", typeof(long), 8), ("|u1", typeof(byte), 1), ("|b1", typeof(bool), 1),
    ];

    /// <summary>Bytes of one element.</summary>
    public int Size => Types.First(type => type.Name == Type).Size;

    public static NpyHeader Of(NpyArray array) =>
        new(Types.First(type => type.Element == array.ElementType).Name, FortranOrder: false, [.. array.Shape]);

    /// <summary>The product of the sizes, or null where one is negative or it overflows.</summary>
    public static long? Elements(long[] shape)
    {
        UInt128 product = 1;
        bool none = false;
        foreach (long size in shape)
        {
            none |= size == 0;
            product *= (UInt128)Math.Max(size, 1);
            if (size < 0 || product > long.MaxValue / sizeof(double))
            {
                return null;
            }
        }

        return none ? 0 : (long)product;
    }

    /// <summary>The bytes before the data, version 1.0, padded with spaces to a multiple of 64.</summary>
    public byte[] ToBytes()
    {
        string shape = string.Join(", ", Shape) + (Shape.Length == 1 ? "," : "");
        string text = $"{{'descr': '{Type}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': ({shape}), }}";
        const int before = 10; // start, version, length
        int length = (before + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[length];
        Encoding.Latin1.GetBytes(Start + "\u0001\0", bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), checked((ushort)(length - before)));
        Encoding.Latin1.GetBytes(text.PadRight(length - before - 1) + "\n", bytes.AsSpan(before));
        return bytes;
    }

    /// <summary>Reads the header; <paramref name="read"/> fills a buffer with the next bytes of the file.</summary>
    /// <exception cref="InvalidDataException">The header is broken or of a kind that is not read; the message is a clause.</exception>
    public static NpyHeader Read(Action<byte[]> read)
    {
        byte[] start = new byte[8];
        read(start);
        if (Encoding.Latin1.GetString(start, 0, 6) != Start)
        {
            throw new InvalidDataException("does not start as an .npy file does");
        }

        byte[] lengthBytes = new byte[(start[6], start[7]) switch
        {
            (1, 0) => sizeof(ushort),
            (2 or 3, 0) => sizeof(uint),
            _ => throw new InvalidDataException($"has the .npy version {start[6]}.{start[7]}; only 1.0, 2.0 and 3.0 are read"),
        }];
        read(lengthBytes);
        uint length = lengthBytes.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaximumLength)
        {
            throw new InvalidDataException($"has an .npy header of {length} bytes, more than {MaximumLength}");
        }

        byte[] text = new byte[length];
        read(text);
        return Parse(Encoding.Latin1.GetString(text));
    }

    private static NpyHeader Parse(string text)
    {
        Match match = Dictionary().Match(text);
        Dictionary<string, string> items = new(StringComparer.Ordinal);
        foreach ((Capture key, Capture value) in match.Groups["key"].Captures.Zip(match.Groups["value"].Captures))
        {
            items[key.Value] = value.Value;
        }

        if (items.GetValueOrDefault("descr") is not ['\'', .. string type, '\'']
            || items.GetValueOrDefault("fortran_order") is not ("True" or "False")
            || items.GetValueOrDefault("shape") is not ['(', .. string shape, ')'])
        {
            throw new InvalidDataException($"has the .npy header '{Shown(text)}', which is not just 'descr' (one type), 'fortran_order' and 'shape'");
        }

        if (!Types.Any(known => known.Name == type))
        {
            throw new InvalidDataException($"has the data type '{type}'; only {string.Join(", ", Types.Select(known => known.Name))} are read, so convert it first");
        }

        const StringSplitOptions tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        long[] sizes = [.. shape.Split(',', tidy).Select(part => long.TryParse(part, out long size) ? size : -1)];
        return sizes.Length <= MaximumDimensions && Elements(sizes) is not null
            ? new NpyHeader(type, items["fortran_order"] == "True", sizes)
            : throw new InvalidDataException($"has the shape ({Shown(shape)}), which no array can have");
    }

    private static string Shown(string text) => text.Length <= 200 ? text.Trim() : text[..200] + "...";

    private const string Item = @"\s*'(?<key>\w+)'\s*:\s*(?<value>'[^']*'|True|False|\(\s*\)|\(\s*\d+\s*(,\s*\d+\s*)*,?\s*\))\s*";

    [GeneratedRegex(@"^\{" + Item + "," + Item + "," + Item + @",?\s*\}\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Dictionary();
}
