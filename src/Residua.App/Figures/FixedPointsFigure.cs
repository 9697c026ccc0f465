using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Which classes end at which fixed points, what these are, and how settled the samples are.</summary>
internal sealed class FixedPointsFigure(string name, string network, FixedPointsResult result) : IFigure
{
    private const int MostColumns = 12;
    private const float MapTop = 16, RowHeight = 17, StripHeight = 190, Wide = FigureStyle.FullWidth / 3f;
    private static readonly PixelPadding s_padding = new(48, 12, 36, 20);

    /// <summary>One for each network whose fixed points were looked for; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<FixedPointsResult>() is not null)
        .Select((network, i) => new FixedPointsFigure(i == 0 ? "fixed-points" : $"fixed-points-{network.Name}", network.Title, network.Find<FixedPointsResult>()!));

    /// <inheritdoc />
    public string Name => name;

    // Points found from class means alone are in the table of the CSV file, not in the figure.
    private FixedPoint[] FromImages => [.. result.Points.Where(point => point.Found > 0)];

    private int NotClassified => FromImages.Count(point => point.Kind == FixedPointKind.NotClassified);

    private int Own => Math.Min(MostColumns, result.Points.Count(point => point.Settled > 0));

    private float MapHeight => MapTop + (RowHeight * result.Classes) + 70;

    private string Caption
    {
        get
        {
            int Ending(SampleEnding ending) => result.Endings.Count(one => one == ending);
            return $"{network}. {result.Endings.Length} {(result.Split == "test" ? "test" : "training")} images from layer {result.Layer}, each up to {result.Options.FurtherLayers} layers further: "
                + $"{Ending(SampleEnding.Settled)} settled (no residual changes by more than {result.Options.Tolerance:G2} in a layer), {Ending(SampleEnding.Periodic)} periodic, "
                + $"{Ending(SampleEnding.Slow)} slow (by at most {result.Options.SlowSpeed:G2}), {Ending(SampleEnding.Moving)} moving; {FromImages.Length} different points were found from them. "
                + "a: images of each class at the points with most images, and in all others; A attractor, S saddle with its number of unstable dimensions, O orbit with its period, R repeller, "
                + $"D degenerate, ? not classified (of the flow; {NotClassified} of {FromImages.Length}, whose eigenvalues were too many to compute). b: unstable dimensions of the points at which images settled. c: share of images that change by at most so much in a layer, where they settled or ended. "
                + "d: layers until a settled image leaves its point (the first saturated neuron that is driven away gets to 1/2), and 1/λ of settled and slow images, λ the largest real part: share of images.";
        }
    }

    /// <inheritdoc />
    public FigureText Text => new($"Fixed points at which images end: {network}", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(MapHeight + StripHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["class", "column", "samples"],
            from c in Enumerable.Range(0, result.Classes)
            from column in Columns
            select (IReadOnlyList<object>)[c, column.Name.ReplaceLineEndings(" "), column.Counts[c]]),
        new(name + "-points",
            ["point", "kind", "unstable_dimension", "period", "stable_as_map", "q", "iterations", "unsaturated", "at_one", "spectral_abscissa", "spectral_radius", "settled", "found", "found_from_class_means"],
            result.Points.Select((point, k) => (IReadOnlyList<object>)
            [
                k, point.Kind, point.UnstableDimension?.ToString(CultureInfo.InvariantCulture) ?? "", point.Period, point.StableAsMap?.ToString() ?? "", point.Q, point.Iterations, point.Unsaturated, point.AtOne,
                point.SpectralAbscissa, point.SpectralRadius, point.Settled, point.Found, point.FoundFromMeans,
            ])),
        new(name + "-samples", ["sample", "class", "ending", "point", "speed", "escape_time", "layers_to_leave"],
            result.Endings.Select((ending, i) => (IReadOnlyList<object>)
                [i, result.SampleClasses[i], ending, result.SamplePoints[i], result.Speeds[i], result.EscapeTimes[i], result.LayersToLeave[i]])),
    ];

    private IReadOnlyList<(string Name, int[] Counts)> Columns
    {
        get
        {
            List<(string, int[])> columns = [.. result.Points.Take(Own).Select(point => (Letter(point), point.SettledByClass))];
            FixedPoint[] rest = [.. result.Points.Skip(Own).Where(point => point.Settled > 0)];
            foreach ((string label, FixedPoint[] members) in new[]
            {
                ("other\nA", rest.Where(point => point.Kind == FixedPointKind.Attractor).ToArray()),
                ("other\nS", [.. rest.Where(point => point.Kind == FixedPointKind.Saddle)]),
                ("other\npoints", [.. rest.Where(point => point.Kind is not (FixedPointKind.Attractor or FixedPointKind.Saddle))]),
            })
            {
                columns.Add(($"{label} ({members.Length})", [.. Enumerable.Range(0, result.Classes).Select(c => members.Sum(point => point.SettledByClass[c]))]));
            }

            columns.RemoveAll(column => column.Item2.Sum() == 0);
            columns.Add(("settled,\nno point", Count(i => result.Endings[i] == SampleEnding.Settled && result.SamplePoints[i] < 0)));
            columns.Add(("slow", Count(i => result.Endings[i] == SampleEnding.Slow)));
            columns.Add(("moving", Count(i => result.Endings[i] == SampleEnding.Moving)));
            columns.RemoveAll(column => column.Item1.StartsWith("settled", StringComparison.Ordinal) && column.Item2.Sum() == 0);
            return columns;

            int[] Count(Func<int, bool> counts) =>
                [.. Enumerable.Range(0, result.Classes).Select(c => Enumerable.Range(0, result.Endings.Length).Count(i => result.SampleClasses[i] == c && counts(i)))];
        }
    }

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        Table(canvas, sheet);
        sheet.Text("a", 2, FigureStyle.LetterSize, bold: true, size: FigureStyle.LetterSize);
        int[] settled = [.. Enumerable.Range(0, result.Endings.Length).Where(i => result.SamplePoints[i] >= 0)];
        sheet.Panel(Dimensions([.. settled.Select(i => result.Points[result.SamplePoints[i]]).Select(point => point.UnstableDimension).OfType<int>()]),
            0, MapHeight, Wide, StripHeight, "b");
        Plot speeds = Shares("max |y(t+1) − y(t)| (log scale)", (result.Speeds.Select(speed => Math.Max(speed, 1e-18)), FigureStyle.ColourOf(0)));
        foreach (double limit in new[] { result.Options.Tolerance, result.Options.SlowSpeed })
        {
            speeds.Add.VerticalLine(Math.Log10(limit), 0.75f, Colors.Gray, LinePattern.DenselyDashed);
        }

        sheet.Panel(speeds, Wide, MapHeight, Wide, StripHeight, "c");
        sheet.Panel(
            Shares("layers (log scale)", (settled.Select(i => result.LayersToLeave[i]), FigureStyle.ColourOf(4)), (result.EscapeTimes, FigureStyle.ColourOf(5))),
            2 * Wide, MapHeight, Wide, StripHeight, "d");
        if (settled.Length == 0)
        {
            sheet.Text("no image settled", s_padding.Left + 42, MapHeight + (StripHeight / 2));
        }

        if (!result.EscapeTimes.Any(double.IsFinite))
        {
            sheet.Text("none known to leave", (2 * Wide) + s_padding.Left + 30, MapHeight + (StripHeight / 2));
        }

        sheet.Legend([("to leave", new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.5f)), ("1/λ", new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.5f))],
            (2 * Wide) + s_padding.Left + 6, MapHeight + 22, 1, 78);
    }

    private static string Letter(FixedPoint point) => point.Kind switch
    {
        FixedPointKind.Attractor => "A",
        FixedPointKind.Saddle => $"S{point.UnstableDimension}",
        FixedPointKind.PeriodicOrbit => $"O{point.Period}",
        FixedPointKind.Repeller => "R",
        FixedPointKind.Degenerate => "D",
        _ => "?",
    };

    private void Table(SKCanvas canvas, Sheet sheet)
    {
        IReadOnlyList<(string Name, int[] Counts)> columns = Columns;
        const float Left = 60, Gap = 8;
        int aggregates = columns.Count - Own;
        float wideColumn = 62, width = Math.Min(30, (FigureStyle.FullWidth - Left - Gap - 8 - (wideColumn * aggregates)) / Math.Max(1, Own));
        int[] totals = [.. Enumerable.Range(0, result.Classes).Select(c => Math.Max(1, result.SampleClasses.Count(label => label == c)))];
        ScottPlot.Colormaps.Viridis colours = new();
        for (int k = 0; k < columns.Count; k++)
        {
            bool own = k < Own;
            float left = own ? Left + (k * width) : Left + (Own * width) + Gap + ((k - Own) * wideColumn), columnWidth = own ? width : wideColumn;
            for (int c = 0; c < result.Classes; c++)
            {
                double share = columns[k].Counts[c] / (double)totals[c];
                float top = MapTop + (c * RowHeight);
                using SKPaint fill = new() { Color = share == 0 ? new SKColor(0xF2, 0xF2, 0xF2) : colours.GetColor(share).ToSKColor() };
                canvas.DrawRect(left + 0.5f, top + 0.5f, columnWidth - 1, RowHeight - 1, fill);
                if (columns[k].Counts[c] > 0)
                {
                    string text = $"{columns[k].Counts[c]}";
                    sheet.Text(text, left + (columnWidth / 2) - (3 * text.Length), top + 12, colour: share > 0.6 ? SKColors.Black : SKColors.White);
                }
            }

            string[] lines = columns[k].Name.Split('\n');
            for (int line = 0; line < lines.Length; line++)
            {
                float indent = own ? (columnWidth / 2) - (3.1f * lines[line].Length) : 2;
                sheet.Text(lines[line], left + indent, MapTop + (result.Classes * RowHeight) + 13 + (line * 12));
            }
        }

        for (int c = 0; c < result.Classes; c++)
        {
            sheet.Text($"class {c}", 16, MapTop + (c * RowHeight) + 12);
        }

        float bottom = MapTop + (result.Classes * RowHeight) + 44;
        string kinds = string.Join(", ", FromImages.GroupBy(point => Letter(point)[..1]).Select(group => $"{group.Count()} {group.Key}"));
        sheet.Text(
            FromImages.Length == 0 ? "No point was found." : $"Points found from any image: {kinds}; stable in the map: {FromImages.Count(point => point.StableAsMap == true)}; not classified: {NotClassified}.",
            16, bottom + 13);
        sheet.Text("Numbers of images; colour: share of the class's images, from 0 (dark) to 1 (light).", 16, bottom);
    }

    private static Plot Dimensions(int[] dimensions)
    {
        Plot plot = FigureStyle.NewPlot("unstable dimensions (flow)", "settled images", s_padding);
        int most = dimensions.DefaultIfEmpty(0).Max(), step = (most / 40) + 1;
        double[] counts = new double[(most / step) + 1];
        foreach (int dimension in dimensions)
        {
            counts[dimension / step]++;
        }

        ScottPlot.Plottables.BarPlot bars = plot.Add.Bars([.. counts.Select((_, i) => (i + 0.5) * step - 0.5)], counts);
        foreach (Bar bar in bars.Bars)
        {
            (bar.FillColor, bar.LineWidth, bar.Size) = (bar.Position < 0.5 * step ? FigureStyle.ColourOf(3) : FigureStyle.ColourOf(5), 0, 0.85 * step);
        }

        plot.Axes.SetLimits(-0.8, (counts.Length * step) - 0.2, 0, Math.Max(1, 1.1 * counts.Max()));
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 6 };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, TargetTickCount = 5 };
        return plot;
    }

    // The share of images, of all of them, with a value of at most so much.
    private Plot Shares(string label, params (IEnumerable<double> Values, Color Colour)[] lines)
    {
        Plot plot = FigureStyle.NewPlot(label, "share of images", s_padding);
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach ((IEnumerable<double> values, Color colour) in lines)
        {
            double[] sorted = [.. values.Where(value => double.IsFinite(value) && value > 0).Select(Math.Log10).Order()];
            if (sorted.Length > 0)
            {
                (least, most) = (Math.Min(least, sorted[0]), Math.Max(most, sorted[^1]));
                double[] x = [.. sorted.SelectMany(value => new[] { value, value })];
                double[] y = [.. sorted.SelectMany((_, i) => new[] { i / (double)result.Endings.Length, (i + 1) / (double)result.Endings.Length })];
                FigureStyle.AddLine(plot, x, y, new(colour, LinePattern.Solid, 1.5f));
            }
        }

        (least, most) = least > most ? (0, 1) : (Math.Floor(least), Math.Max(Math.Ceiling(most), Math.Floor(least) + 1));
        plot.Axes.SetLimits(least, most, 0, 1.25);
        int step = (int)((most - least) / 5) + 1;
        double[] ticks = [.. Enumerable.Range(0, (int)((most - least) / step) + 1).Select(i => least + (i * step))];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks, [.. ticks.Select(tick => $"1e{tick:0}")]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"]);
        return plot;
    }
}
