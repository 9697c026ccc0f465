using ScottPlot;

namespace Residua.App.Figures;

/// <summary>A matrix as a map of colours, its first row on top, with the values in the cells where asked for.</summary>
internal static class MatrixMap
{
    /// <summary>The plot; cells that are not a number stay white.</summary>
    /// <param name="values">The matrix, row-major.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="look">How it is drawn.</param>
    /// <exception cref="NothingToDrawException">None of the values is finite.</exception>
    internal static Plot New(IReadOnlyList<double> values, int rows, MatrixLook look)
    {
        if (!values.Any(double.IsFinite))
        {
            throw new NothingToDrawException("none of its values is a finite number.");
        }

        int columns = values.Count / rows;
        double[,] cells = new double[rows, columns];
        for (int i = 0; i < values.Count; i++)
        {
            cells[i / columns, i % columns] = double.IsFinite(values[i]) ? values[i] : double.NaN;
        }

        Plot plot = FigureStyle.NewPlot(look.X, look.Y, look.Padding);
        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(cells);
        map.Rectangle = new CoordinateRect(0, columns, 0, rows);
        map.Colormap = look.Colours;
        map.ManualRange = look.Range;
        AddBar(plot, map, look.Bar);
        plot.Axes.SetLimits(0, columns, 0, rows);
        plot.Axes.Left.TickGenerator = look.RowTicks(rows);
        plot.Axes.Bottom.TickGenerator = look.ColumnTicks(columns);
        plot.HideGrid();
        if (look.Cell is { } cell)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    if (double.IsFinite(cells[row, column]))
                    {
                        Write(plot, cell(cells[row, column]), column + 0.5, rows - row - 0.5, look.Colours.GetColor(look.Range.Normalize(cells[row, column], true)));
                    }
                }
            }
        }

        return plot;
    }

    /// <summary>Adds a bar that explains a map's colours.</summary>
    internal static void AddBar(Plot plot, IHasColorAxis map, string label)
    {
        ScottPlot.Panels.ColorBar bar = plot.Add.ColorBar(map);
        bar.Width = 9;
        bar.Label = label;
        bar.LabelStyle.FontSize = FigureStyle.TextSize;
        bar.LabelStyle.Bold = false;
        FigureStyle.StyleAxis(bar.Axis);
        bar.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 6 };
    }

    private static void Write(Plot plot, string value, double x, double y, Color background)
    {
        ScottPlot.Plottables.Text text = plot.Add.Text(value, x, y);
        text.LabelFontSize = FigureStyle.TextSize - 1;
        text.LabelFontName = Fonts.Default;
        text.LabelAlignment = Alignment.MiddleCenter;
        // As bright as an eye finds it (Rec. 601), not as far from black.
        double brightness = (0.299 * background.R) + (0.587 * background.G) + (0.114 * background.B);
        text.LabelFontColor = brightness > 140 ? Colors.Black : Colors.White;
    }
}
