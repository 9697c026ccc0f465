using Residua.Runs;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Saves figures: SVG and PNG of the same drawing, and the plotted numbers as CSV.</summary>
internal static class FigureFile
{
    /// <summary>Pixels of the PNG for a unit of the drawing: 300 dots an inch.</summary>
    private const float PngScale = 300f / 96;

    // Plots are flat colours: without filters their files are no larger, and written in half the time.
    private static readonly SKPngEncoderOptions s_png = new(SKPngEncoderFilterFlags.None, 4);

    /// <summary>Writes the files of figures into an existing folder, one after another: drawing on several threads at once has ended the process in the graphics library.</summary>
    internal static SavedFigure[] Save(string folder, IEnumerable<IFigure> figures) => [.. figures.Select(figure => Save(folder, figure))];

    /// <summary>Writes the files of a figure into an existing folder.</summary>
    internal static SavedFigure Save(string folder, IFigure figure)
    {
        FigureFonts.Register();
        string svg = Path.Combine(folder, figure.Name + ".svg"), png = Path.Combine(folder, figure.Name + ".png");
        AtomicFile.WriteText(svg, Svg(figure));
        AtomicFile.Write(png, stream => WritePng(figure, stream));
        List<string> csv = [];
        foreach (FigureTable table in figure.Tables)
        {
            csv.Add(Path.Combine(folder, table.Name + ".csv"));
            AtomicFile.Write(csv[^1], table.Write);
        }

        return new(figure.Name, figure.Text.Title, figure.Text.Caption, svg, png, csv);
    }

    private static string Svg(IFigure figure)
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(figure.Size.Width, figure.Size.Height), stream))
        {
            canvas.Clear(SKColors.White);
            figure.Draw(canvas);
        }

        return SvgOutlines.Apply(System.Text.Encoding.UTF8.GetString(stream.ToArray()), figure.Size, figure.Text.Title);
    }

    private static void WritePng(IFigure figure, Stream stream)
    {
        SKImageInfo size = new((int)(figure.Size.Width * PngScale), (int)(figure.Size.Height * PngScale));
        using SKSurface surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PngScale);
        figure.Draw(surface.Canvas);
        using SKPixmap pixels = surface.PeekPixels()!;
        using SKData data = pixels.Encode(s_png)!;
        data.SaveTo(stream);
    }
}
