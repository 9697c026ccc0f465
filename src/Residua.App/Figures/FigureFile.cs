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

    /// <summary>
    /// Writes the files of a figure into an existing folder. One that cannot be drawn, for whatever reason, is left out, and
    /// what an earlier drawing left of it goes: results and the other figures do not depend on it.
    /// </summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    internal static DrawnFigure Save(string folder, IFigure figure)
    {
        string svg = Path.Combine(folder, figure.Name + ".svg"), png = Path.Combine(folder, figure.Name + ".png");
        (string Svg, byte[] Png, (string Path, byte[] Bytes)[] Csv) drawn;
        try
        {
            FigureFonts.Register();
            drawn = (Svg(figure), Png(figure), [.. figure.Tables.Select(table => (Path.Combine(folder, table.Name + ".csv"), Bytes(table)))]);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            foreach (string path in new[] { svg, png }.Concat(Csv(folder, figure)))
            {
                File.Delete(path);
            }

            return Missing(figure.Name, fault);
        }

        AtomicFile.WriteText(svg, drawn.Svg);
        AtomicFile.WriteBytes(png, drawn.Png);
        foreach ((string path, byte[] bytes) in drawn.Csv)
        {
            AtomicFile.WriteBytes(path, bytes);
        }

        return new SavedFigure(figure.Name, figure.Text.Title, figure.Text.Caption, svg, png, [.. drawn.Csv.Select(table => table.Path)]);
    }

    /// <summary>A figure that could not be drawn because of a fault.</summary>
    internal static MissingFigure Missing(string name, Exception fault) =>
        new(name, fault is NothingToDrawException ? fault.Message : $"{fault.GetType().Name}: {fault.Message} This is a fault of the program.");

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

    private static byte[] Png(IFigure figure)
    {
        SKImageInfo size = new((int)(figure.Size.Width * PngScale), (int)(figure.Size.Height * PngScale));
        using SKSurface surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PngScale);
        figure.Draw(surface.Canvas);
        using SKPixmap pixels = surface.PeekPixels()!;
        using SKData data = pixels.Encode(s_png)!;
        return data.ToArray();
    }

    // Those that can be named: what failed may be the tables.
    private static string[] Csv(string folder, IFigure figure)
    {
        try
        {
            return [.. figure.Tables.Select(table => Path.Combine(folder, table.Name + ".csv"))];
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return [];
        }
    }

    private static byte[] Bytes(FigureTable table)
    {
        using MemoryStream stream = new();
        table.Write(stream);
        return stream.ToArray();
    }
}
