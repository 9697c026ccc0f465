using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>How points of a class look, in plots and in a legend: the class's colour, and a shape that tells apart those that share one.</summary>
internal static class ClassMarkers
{
    private static readonly MarkerShape[] s_shapes = [MarkerShape.FilledCircle, MarkerShape.OpenSquare, MarkerShape.OpenTriangleUp];

    /// <summary>Adds points of a class to a plot.</summary>
    internal static void Add(Plot plot, double[] x, double[] y, int label, float size, double opacity = 1)
    {
        if (x.Length > 0)
        {
            ScottPlot.Plottables.Scatter points = plot.Add.ScatterPoints(x, y, FigureStyle.ColourOf(label).WithOpacity(opacity));
            points.MarkerShape = s_shapes[label / 7 % s_shapes.Length];
            points.MarkerSize = size;
            points.MarkerLineWidth = 0.8f;
        }
    }

    /// <summary>Draws a row of markers with their classes.</summary>
    internal static void Legend(SKCanvas canvas, Sheet sheet, IReadOnlyList<int> labels, float x, float y, float columnWidth)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            SKColor colour = FigureStyle.ColourOf(labels[i]).ToSKColor();
            float left = x + (i * columnWidth);
            using SKPaint fill = new() { Color = colour, IsAntialias = true }, outline = new() { Color = colour, IsAntialias = true, IsStroke = true, StrokeWidth = 1 };
            switch (s_shapes[labels[i] / 7 % s_shapes.Length])
            {
                case MarkerShape.FilledCircle:
                    canvas.DrawCircle(left, y, 3, fill);
                    break;
                case MarkerShape.OpenSquare:
                    canvas.DrawRect(left - 3, y - 3, 6, 6, outline);
                    break;
                default:
                    canvas.DrawPoints(SKPointMode.Polygon, [new(left - 3, y + 3), new(left, y - 3), new(left + 3, y + 3), new(left - 3, y + 3)], outline);
                    break;
            }

            sheet.Text($"class {labels[i]}", left + 8, y + 3.5f);
        }
    }
}
