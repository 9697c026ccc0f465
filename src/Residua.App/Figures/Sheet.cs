using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Puts plots, letters, text and legends onto a canvas.</summary>
internal sealed class Sheet(SKCanvas canvas)
{
    /// <summary>Draws a plot into a rectangle, with a bold letter in its upper left corner, and disposes the plot.</summary>
    internal void Panel(Plot plot, float left, float top, float width, float height, string? letter = null)
    {
        using (plot)
        {
            // The other panels are to stay.
            plot.RenderManager.RenderActions.RemoveAll(action => action is ScottPlot.Rendering.RenderActions.ClearCanvas);
            for (int i = plot.PlottableList.Count; i > 0; i--)
            {
                plot.PlottableList.Insert(i, new DashReset());
            }

            plot.Render(canvas, new PixelRect(left, left + width, top + height, top));
        }

        if (letter is not null)
        {
            Text(letter, left + 2, top + FigureStyle.LetterSize, bold: true, size: FigureStyle.LetterSize);
        }
    }

    /// <summary>Draws a line of text; y is its baseline.</summary>
    internal void Text(string text, float x, float y, bool bold = false, float size = FigureStyle.TextSize, SKColor? colour = null)
    {
        using SKFont font = new(FigureFonts.Get(bold), size) { Subpixel = true };
        using SKPaint paint = new() { Color = colour ?? SKColors.Black, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }

    /// <summary>Draws samples of lines with their names, column by column.</summary>
    /// <param name="items">Names and looks.</param>
    /// <param name="x">The left edge.</param>
    /// <param name="y">The top edge.</param>
    /// <param name="rows">Items in a column.</param>
    /// <param name="columnWidth">Distance from column to column.</param>
    internal void Legend(IReadOnlyList<(string Name, LineLook Look)> items, float x, float y, int rows, float columnWidth)
    {
        for (int i = 0; i < items.Count; i++)
        {
            float left = x + (i / rows * columnWidth), middle = y + ((i % rows) + 0.5f) * 15;
            using SKPathEffect? dashes = items[i].Look.Pattern.GetPathEffect();
            using SKPaint paint = new()
            {
                Color = items[i].Look.Colour.ToSKColor(),
                StrokeWidth = items[i].Look.Width,
                IsStroke = true,
                IsAntialias = true,
                PathEffect = dashes,
            };
            canvas.DrawLine(left, middle, left + 20, middle, paint);
            Text(items[i].Name, left + 25, middle + 3.5f);
        }
    }
}
