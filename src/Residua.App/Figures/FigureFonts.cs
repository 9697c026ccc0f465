using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>The font of the figures, Inter, which the program carries: text is drawn on a system without any font.</summary>
internal sealed class FigureFonts : IFontResolver
{
    private const string Family = "Inter";
    private const string Carrier = "Residua.App.Inter.dll";
    private const string Resources = "!AvaloniaResources";
    private static readonly Lazy<FigureFonts> Instance = new(() => new());

    private FigureFonts()
    {
        Dictionary<string, SKTypeface> fonts = Read();
        (Regular, Bold) = (fonts["Inter-Regular.ttf"], fonts["Inter-SemiBold.ttf"]);
        Fonts.FontResolvers.Insert(0, this);
        Fonts.Default = Family;
    }

    private SKTypeface Regular { get; }

    private SKTypeface Bold { get; }

    /// <summary>Makes it the font of all plots, once.</summary>
    internal static void Register() => _ = Instance.Value;

    /// <summary>The typeface of a weight.</summary>
    internal static SKTypeface Get(bool bold) => bold ? Instance.Value.Bold : Instance.Value.Regular;

    /// <inheritdoc />
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? Get(bold) : null;

    /// <inheritdoc />
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, false);

    // A resource blob: length of the index, version, count, then (name, offset, size) for each file; offsets count from the index's end.
    private static Dictionary<string, SKTypeface> Read()
    {
        using Stream carrier = typeof(FigureFonts).Assembly.GetManifestResourceStream(Carrier)!;
        byte[] assembly = new byte[carrier.Length];
        carrier.ReadExactly(assembly);
        using Stream blob = Assembly.Load(assembly).GetManifestResourceStream(Resources)!;
        using BinaryReader reader = new(blob);
        long start = reader.ReadInt32() + sizeof(int);
        _ = reader.ReadInt32();
        (string Name, int Offset, int Size)[] index = new (string, int, int)[reader.ReadInt32()];
        for (int i = 0; i < index.Length; i++)
        {
            index[i] = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
        }

        Dictionary<string, SKTypeface> fonts = [];
        foreach ((string name, int offset, int size) in index.Where(file => file.Name.EndsWith(".ttf", StringComparison.Ordinal)))
        {
            blob.Position = start + offset;
            using SKData data = SKData.CreateCopy(reader.ReadBytes(size));
            fonts[Path.GetFileName(name)] = SKTypeface.FromData(data);
        }

        return fonts;
    }
}
