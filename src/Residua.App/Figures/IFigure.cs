using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>A picture of results: drawn once, saved as SVG, PNG and the numbers in it.</summary>
internal interface IFigure
{
    /// <summary>The file stem, "figure-2a".</summary>
    string Name { get; }

    /// <summary>What it shows, in words.</summary>
    FigureText Text { get; }

    /// <summary>Width and height in <see cref="FigureStyle.Millimetre"/>-based units, 1/96 inch.</summary>
    SKSizeI Size { get; }

    /// <summary>Draws it; the canvas is white and measures <see cref="Size"/>.</summary>
    void Draw(SKCanvas canvas);

    /// <summary>The numbers drawn.</summary>
    IEnumerable<FigureTable> Tables { get; }
}
