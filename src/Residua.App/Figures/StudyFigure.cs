using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>What a study found at the levels of one factor (points with intervals, a line where levels are numbers) or of two (a map).</summary>
/// <param name="name">The file stem.</param>
/// <param name="quantity">What was measured, with its unit.</param>
/// <param name="scale">What values are multiplied by for that unit.</param>
/// <param name="factors">The names of one or two factors.</param>
/// <param name="means">The means of each combination of their levels; the levels apart by a tab.</param>
/// <param name="over">What they are over, for the caption.</param>
internal sealed class StudyFigure(string name, string quantity, double scale, IReadOnlyList<string> factors, IReadOnlyList<LevelMean> means, string over) : IFigure
{
    /// <summary>What stands between the levels of two factors.</summary>
    internal const char Between = '\t';

    private const int MostNumbered = 10; // columns that have room for numbers in their cells

    private static readonly PixelPadding Padding = new(64, 14, 40, 14);

    private bool IsMap => factors.Count == 2;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new(
        $"{quantity} by {string.Join(" and ", factors)}",
        IsMap ? $"Mean {quantity} for each {factors[0]} (rows) and {factors[1]} (columns), {over}."
            : $"{quantity} for each {factors[0]}, {over}: circles, each seed; points, their mean with its 95 % t interval.");

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth * 2 / 3, IsMap ? 330 : 300);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, [.. factors, "cells", "seeds", "mean", "interval_low", "interval_high"],
            means.Select(mean => (IReadOnlyList<object>)
                [.. mean.Level.Split(Between), mean.Values, mean.OverSeeds.Count, mean.OverSeeds.Mean, mean.OverSeeds.Low ?? double.NaN, mean.OverSeeds.High ?? double.NaN])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas) => new Sheet(canvas).Panel(IsMap ? Map() : Points(), 0, 0, Size.Width, Size.Height);

    private Plot Points()
    {
        double?[] numbers = [.. means.Select(mean => double.TryParse(mean.Level, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)];
        bool isNumeric = numbers.All(number => number is { } value && double.IsFinite(value));
        double[] x = [.. numbers.Select((number, i) => isNumeric ? number!.Value : i)];
        Plot plot = FigureStyle.NewPlot(factors[0], quantity, Padding);
        if (isNumeric)
        {
            int[] order = [.. Enumerable.Range(0, x.Length).OrderBy(i => x[i])];
            Curves.AddLine(plot, [.. order.Select(i => x[i])], [.. order.Select(i => scale * means[i].OverSeeds.Mean)], new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.25f));
        }

        List<double> shown = [];
        double span = x.Length == 1 ? 1 : x.Max() - x.Min(), beside = 0.012 * span;
        for (int i = 0; i < x.Length; i++)
        {
            (MeanInterval mean, Color colour) = (means[i].OverSeeds, FigureStyle.ColourOf(4));
            foreach (double value in means[i].PerSeed.Values.Where(double.IsFinite))
            {
                plot.Add.Marker(x[i] + beside, scale * value, MarkerShape.OpenCircle, 4, FigureStyle.ColourOf(5));
                shown.Add(scale * value);
            }

            if (double.IsFinite(mean.Mean))
            {
                plot.Add.Marker(x[i], scale * mean.Mean, MarkerShape.FilledCircle, 7, colour);
                shown.Add(scale * mean.Mean);
            }

            if (mean is { Low: { } low, High: { } high })
            {
                FigureStyle.AddLine(plot, [x[i], x[i]], [scale * low, scale * high], new(colour, LinePattern.Solid, 1.25f));
                shown.AddRange([scale * low, scale * high]);
            }
        }

        double margin = isNumeric ? 0.08 * span : 0.5;
        plot.Axes.SetLimitsX(x.Min() - margin, x.Max() + margin);
        plot.Axes.Bottom.TickGenerator = MatrixLook.Ticks(x.Length, 0, i => x[i], [.. means.Select(mean => mean.Level)]);
        Curves.FitVertical(plot, shown);
        return plot;
    }

    private Plot Map()
    {
        string[] rows = [.. means.Select(mean => mean.Level.Split(Between)[0]).Distinct()], columns = [.. means.Select(mean => mean.Level.Split(Between)[1]).Distinct()];
        Dictionary<string, double> byLevel = means.ToDictionary(mean => mean.Level, mean => scale * mean.OverSeeds.Mean);
        double[] values = [.. from row in rows from column in columns select byLevel.GetValueOrDefault($"{row}{Between}{column}", double.NaN)];
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double least = finite.Min(), most = Math.Max(finite.Max(), least + 1e-9);
        MatrixLook look = new(
            factors[1], factors[0], quantity, new(least, most), new ScottPlot.Colormaps.Viridis(), Cell: columns.Length <= MostNumbered ? value => value.ToString("G3", CultureInfo.InvariantCulture) : null)
        {
            RowNames = rows,
            ColumnNames = columns,
            Padding = new(Math.Max(40, 18 + (6 * rows.Max(row => row.Length))), 66, 40, 14),
        };
        return MatrixMap.New(values, rows.Length, look);
    }
}
