using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Eigenvalues of the Jacobians of flow and map in the complex plane, and how many are unstable, by class.</summary>
internal sealed class EigenvaluesFigure(string name, string network, JacobianEigenvaluesResult result) : IFigure
{
    private const float PlaneHeight = 232, RowHeight = 190, LegendHeight = 20, Wide = FigureStyle.FullWidth / 3f;
    private const int MostPoints = 800; // in a plane
    private const double Frame = 2.2; // multipliers beyond it are counted in the caption
    private static readonly PixelPadding s_padding = new(54, 10, 36, 20);

    /// <summary>One for each network whose eigenvalues were taken; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<JacobianEigenvaluesResult>() is not null)
        .Select((network, i) => new EigenvaluesFigure(i == 0 ? "eigenvalues" : $"eigenvalues-{network.Name}", network.Title, network.Find<JacobianEigenvaluesResult>()!));

    /// <inheritdoc />
    public string Name => name;

    private double Near => Math.Max(1e-3, 1.15 * result.ClassMeans.Max(mean => mean.SpectralAbscissa));

    private string Caption
    {
        get
        {
            int beyond = Enumerable.Range(0, Means * result.Neurons).Count(i => double.Hypot(result.MapReal[i], result.MapImaginary[i]) > Frame);
            return $"{network}. Jacobians of {(result.OfState ? "x(t−1) → x(t)" : "y → y")} at layer {result.Layer}, at the mean of each class over {result.ClassMeans.Max(mean => mean.Samples)} "
                + $"{(result.Split == "test" ? "test" : "training")} images, which need not be a fixed point (a–c), and at {result.Samples.Length} single images (dots in d and e). "
                + "a: eigenvalues λ of the flow; b: the same near zero, unstable to the right of the line; c: multipliers μ of the map, unstable outside the unit circle"
                + (beyond > 0 ? $" ({beyond} of {Means * result.Neurons} are beyond the frame)" : "") + ". d: number of λ with a positive real part; e: the largest real part; "
                + $"diamonds: class means. f: median number of positive ones at the class means, and their mean number of neurons that are not saturated, against the threshold of saturation on |f'| "
                + $"(used: {result.Saturation:G2}; what it drops is at most {result.ClassMeans.Max(mean => mean.BackwardError):G2} of ‖J‖, and the eigenvalues of class {result.Comparison.Class} are within {result.Comparison.LargestDifference:G2} ‖J‖ of the whole matrix')."
                + $" Of points that would lie on each other in a–c one or two are drawn, at most {MostPoints} a panel; the CSV file has all." + LogAxis.EdgeNote;
        }
    }

    private int Means => result.ClassMeans.Length;

    /// <inheritdoc />
    public FigureText Text => new($"Eigenvalues of the Jacobian at layer {result.Layer}: {network}", Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(PlaneHeight + RowHeight + LegendHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["point", "class", "samples", "speed", "unsaturated", "positive", "positive_saturated", "spectral_abscissa", "outside_unit_circle", "spectral_radius", "norm"],
            result.ClassMeans.Concat(result.Samples).Select((point, i) => (IReadOnlyList<object>)
            [
                i < Means ? "class mean" : "sample", point.Class, point.Samples, point.Speed, point.Unsaturated, point.Positive, point.PositiveSaturated,
                point.SpectralAbscissa, point.Outside, point.SpectralRadius, point.Norm,
            ])),
        new(name + "-plane", ["class", "flow_real", "flow_imaginary", "map_real", "map_imaginary"],
            from c in Enumerable.Range(0, Means)
            from i in Enumerable.Range(c * result.Neurons, result.Neurons)
            select (IReadOnlyList<object>)[result.ClassMeans[c].Class, result.FlowReal[i], result.FlowImaginary[i], result.MapReal[i], result.MapImaginary[i]]),
        new(name + "-thresholds", ["threshold", "mean_unsaturated", "median_positive", "classes_with_at_most_one", "largest_eigenvalue"],
            result.Thresholds.Select(one => (IReadOnlyList<object>)[one.Threshold, one.MeanUnsaturated, one.MedianPositive, one.ClassesWithAtMostOne, one.LargestEigenvalue])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        double[] real = result.FlowReal[..(Means * result.Neurons)], imaginary = result.FlowImaginary[..(Means * result.Neurons)];
        double left = real.Min(), right = Math.Max(real.Max(), 0), margin = Math.Max(0.06 * (right - left), 1e-3);
        double[] shown = [.. imaginary.Where((_, i) => Math.Abs(real[i]) <= Near).Select(Math.Abs)];
        double reach = Math.Clamp(1.1 * Enumerable.Range(0, real.Length).Max(i => double.Hypot(result.MapReal[i], result.MapImaginary[i])), 1.2, Frame);
        Plot all = Plane("λ", result.FlowReal, result.FlowImaginary, left - margin, right + margin, Math.Max(1e-3, 1.1 * imaginary.Max(Math.Abs)));
        Plot near = Plane("λ", result.FlowReal, result.FlowImaginary, -Near, Near, Math.Max(Near / 4, 1.1 * shown.DefaultIfEmpty(0).Max()));
        Plot map = Plane("μ", result.MapReal, result.MapImaginary, -reach, reach, reach);
        double[] turn = [.. Enumerable.Range(0, 201).Select(i => Math.Tau * i / 200)];
        FigureStyle.AddLine(map, [.. turn.Select(Math.Cos)], [.. turn.Select(Math.Sin)], new(Colors.Black, LinePattern.Solid, 0.75f));
        sheet.Panel(all, 0, 0, Wide, PlaneHeight, "a");
        sheet.Panel(near, Wide, 0, Wide, PlaneHeight, "b");
        sheet.Panel(map, 2 * Wide, 0, Wide, PlaneHeight, "c");
        ClassMarkers.Legend(canvas, sheet, [.. result.ClassMeans.Select(mean => mean.Class)], 24, PlaneHeight + 9, Math.Min(66, (FigureStyle.FullWidth - 24f) / Means));

        float top = PlaneHeight + LegendHeight;
        sheet.Panel(ByClass("positive eigenvalues", point => point.Positive, zero: true), 0, top, Wide, RowHeight, "d");
        sheet.Panel(ByClass("largest Re λ", point => point.SpectralAbscissa, zero: false), Wide, top, Wide, RowHeight, "e");
        sheet.Panel(Thresholds(), 2 * Wide, top, Wide, RowHeight, "f");
    }

    // The class means' points within the frame; of those that would lie on each other, one of a class and no more than two in all. What
    // lies on each other is told by a grid, which is made coarser until the points are not too many for a file of vectors.
    private Plot Plane(string symbol, double[] real, double[] imaginary, double left, double right, double height)
    {
        Plot plot = FigureStyle.NewPlot($"Re {symbol}", $"Im {symbol}", s_padding);
        (double X, double Y, int Mean)[] points = Thinned(160);
        for (double cells = 120; points.Length > MostPoints; cells *= 0.75)
        {
            points = Thinned(cells);
        }

        foreach (IGrouping<int, (double X, double Y, int Mean)> mean in points.GroupBy(point => point.Mean))
        {
            ClassMarkers.Add(plot, [.. mean.Select(point => point.X)], [.. mean.Select(point => point.Y)], result.ClassMeans[mean.Key].Class, 3.5f, 0.7);
        }

        plot.Add.VerticalLine(0, 0.75f, Colors.Black);
        plot.Axes.SetLimits(left, right, -height, height);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 6 };
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 6 };
        return plot;

        (double X, double Y, int Mean)[] Thinned(double cells)
        {
            (double, double) Cell((double X, double Y, int Mean) point) => (Math.Round(cells * point.X / (right - left)), Math.Round(cells * point.Y / (2 * height)));
            return
            [
                .. Enumerable.Range(0, Means * result.Neurons).Select(i => (X: real[i], Y: imaginary[i], Mean: i / result.Neurons))
                    .Where(point => point.X >= left && point.X <= right && Math.Abs(point.Y) <= height)
                    .DistinctBy(point => (Cell(point), point.Mean))
                    .GroupBy(Cell).SelectMany(cell => cell.Take(2)),
            ];
        }
    }

    private Plot ByClass(string label, Func<PointEigenvalues, double> value, bool zero)
    {
        Plot plot = FigureStyle.NewPlot("class", label, s_padding);
        Random jitter = new(1);
        foreach (IGrouping<int, PointEigenvalues> samples in result.Samples.GroupBy(sample => sample.Class))
        {
            ClassMarkers.Add(plot, [.. samples.Select(_ => samples.Key + (0.5 * (jitter.NextDouble() - 0.5)))], [.. samples.Select(value)], samples.Key, 3.5f, 0.6);
        }

        foreach (PointEigenvalues mean in result.ClassMeans)
        {
            plot.Add.Marker(mean.Class, value(mean), MarkerShape.FilledDiamond, 8, Colors.White);
            plot.Add.Marker(mean.Class, value(mean), MarkerShape.OpenDiamond, 8, Colors.Black);
        }

        double[] all = [.. result.ClassMeans.Concat(result.Samples).Select(value)];
        double least = Math.Min(0, all.Min()), most = Math.Max(all.Max(), zero ? 1 : 1e-3), margin = 0.08 * (most - least);
        plot.Axes.SetLimits(result.ClassMeans.Min(mean => mean.Class) - 0.7, result.ClassMeans.Max(mean => mean.Class) + 0.7, least - margin, most + margin);
        plot.Add.HorizontalLine(0, 0.75f, Colors.Black);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. result.ClassMeans.Select(mean => (double)mean.Class)], [.. result.ClassMeans.Select(mean => $"{mean.Class}")]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TargetTickCount = 5, IntegerTicksOnly = zero };
        return plot;
    }

    private Plot Thresholds()
    {
        Plot plot = FigureStyle.NewPlot("threshold on |f'| (log scale)", "number (log scale)", s_padding);
        ThresholdEigenvalues[] shown = [.. result.Thresholds.Where(one => one.Threshold > 0)];
        (string, double[], LineLook)[] lines =
        [
            ("not saturated", [.. shown.Select(one => one.MeanUnsaturated)], new(FigureStyle.ColourOf(4), LinePattern.Solid, 1.25f)),
            ("positive", [.. shown.Select(one => one.MedianPositive)], new(FigureStyle.ColourOf(5), LinePattern.Solid, 1.25f)),
        ];
        double[] x = [.. shown.Select(one => Math.Log10(one.Threshold))];
        LogAxis axis = new(lines.SelectMany(line => line.Item2).Append(0.5).Append(2 * lines.Max(line => line.Item2.Max())));
        foreach ((string label, double[] values, LineLook look) in lines)
        {
            double[] y = [.. values.Select(axis.At)];
            FigureStyle.AddLine(plot, x, y, look);
            plot.Add.ScatterPoints(x, y, look.Colour).MarkerSize = 4;
            ScottPlot.Plottables.Text text = plot.Add.Text(label, x.FirstOrDefault(), y.FirstOrDefault());
            (text.LabelFontSize, text.LabelFontName, text.LabelFontColor, text.LabelAlignment, text.OffsetY) = (FigureStyle.TextSize, Fonts.Default, look.Colour, Alignment.LowerLeft, -3);
        }

        axis.Apply(plot);
        plot.Axes.SetLimitsX(x.DefaultIfEmpty(0).Min() - 0.4, x.DefaultIfEmpty(0).Max() + 0.4);
        // Every other decade has a label: neighbours would touch.
        double[] ticks = [.. x.Select(value => Math.Round(value)).Distinct()];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks, [.. ticks.Select(tick => (tick - ticks.Min()) % 2 == 0 ? $"1e{tick:0}" : "")]);
        return plot;
    }
}
