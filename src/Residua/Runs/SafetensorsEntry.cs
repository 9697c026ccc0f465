using static TorchSharp.torch;

namespace Residua.Runs;

/// <summary>One tensor of a safetensors header: where its bytes lie, from the start of the data section.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
        ("F32", ScalarType.Float32, 4),
        ("I32", ScalarType.Int32, 4),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The data types that are read and written, by their names in the format.</summary>
    public static string KnownTypes => string.Join(", ", Types.Select(type => type.Name));

    public string TypeName => Types.First(type => type.Type == Type).Name;

    public static int? SizeOf(ScalarType type) => Types.Where(known => known.Type == type).Select(known => (int?)known.Size).FirstOrDefault();

    public static ScalarType? TypeNamed(string name) => Types.Where(known => known.Name == name).Select(known => (ScalarType?)known.Type).FirstOrDefault();
}
