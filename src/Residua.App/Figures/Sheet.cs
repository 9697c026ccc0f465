using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Puts plots, letters, text and legends onto a canvas.</summary>
internal sealed class Sheet(SKCanvas canvas)
{
    private const double LeastSpan = 1e-12; // of an axis, beside the numbers on it: below, ticks fall together

    /// <summary>Draws a plot into a rectangle, with a bold letter in its upper left corner, and disposes the plot.</summary>
    /// <exception cref="NothingToDrawException">An axis has no length, or none that can be divided.</exception>
    internal void Panel(Plot plot, float left, float top, float width, float height, string? letter = null)
    {
        using (plot)
        {
            RequireAxes(plot);
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

    // Ticks of an axis without length, or of one beyond all numbers, are looked for without end.
    private static void RequireAxes(Plot plot)
    {
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            double span = axis.Max - axis.Min, largest = Math.Max(Math.Abs(axis.Min), Math.Abs(axis.Max));
            bool isUnset = double.IsPositiveInfinity(axis.Min) && double.IsNegativeInfinity(axis.Max); // fitted as it is drawn
            if (!isUnset && !(double.IsFinite(span) && span > 0 && span > LeastSpan * largest))
            {
                throw new NothingToDrawException($"an axis would go from {axis.Min:G4} to {axis.Max:G4}.");
            }
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
