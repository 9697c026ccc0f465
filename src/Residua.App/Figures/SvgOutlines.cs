using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>
/// Turns the text of an SVG into outlines of its glyphs, so that it looks the same wherever it is opened, with the font or
/// without, and gives the picture a title and a view box, so that it scales.
/// </summary>
internal static class SvgOutlines
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";

    internal static string Apply(string svg, SKSizeI size, string title)
    {
        XElement root = XElement.Parse(svg);
        Dictionary<(bool Bold, ushort Glyph), string> names = [];
        XElement glyphs = new(Svg + "defs");
        foreach (XElement text in root.Descendants(Svg + "text").ToArray())
        {
            text.ReplaceWith(Outline(text, names, glyphs));
        }

        root.SetAttributeValue("viewBox", $"0 0 {size.Width} {size.Height}");
        root.SetAttributeValue("role", "img");
        root.AddFirst(new XElement(Svg + "title", title), glyphs);
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Outline(XElement text, Dictionary<(bool Bold, ushort Glyph), string> names, XElement glyphs)
    {
        bool bold = (string?)text.Attribute("font-weight") is { } weight && weight != "normal";
        float size = float.Parse((string)text.Attribute("font-size")!, CultureInfo.InvariantCulture);
        float[] x = Numbers(text, "x"), y = Numbers(text, "y");
        using SKFont font = new(FigureFonts.Get(bold), Unit);
        ushort[] run = font.GetGlyphs(text.Value.Trim('\n', '\t'));
        XElement group = new(Svg + "g", text.Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "fill-opacity" or "transform"));
        for (int i = 0; i < run.Length; i++)
        {
            if (!names.TryGetValue((bold, run[i]), out string? name))
            {
                using SKPath? path = font.GetGlyphPath(run[i]);
                names[(bold, run[i])] = name = path is null || path.IsEmpty ? "" : $"{(bold ? "b" : "g")}{run[i]}";
                if (name.Length > 0)
                {
                    glyphs.Add(new XElement(Svg + "path", new XAttribute("id", name), new XAttribute("d", path!.ToSvgPathData())));
                }
            }

            if (name.Length > 0)
            {
                string transform = string.Create(CultureInfo.InvariantCulture, $"translate({x[i]:0.###} {y[Math.Min(i, y.Length - 1)]:0.###}) scale({size / Unit:0.#####})");
                group.Add(new XElement(Svg + "use", new XAttribute(Link + "href", "#" + name), new XAttribute("transform", transform)));
            }
        }

        return group;
    }

    // Outlines are taken at this size and scaled down.
    private const float Unit = 64;

    private static float[] Numbers(XElement text, string attribute) =>
        [.. ((string)text.Attribute(attribute)!).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(part => float.Parse(part, CultureInfo.InvariantCulture))];
}
