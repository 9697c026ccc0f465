using System.Globalization;
using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 5: mean and standard deviation of each class's residuals at the deep layer, and how many neurons tell classes apart.</summary>
internal sealed class ClassResidualsFigure(string name, string network, ClassResidualsResult result) : IFigure
{
    private const float MapHeight = 152, MatrixHeight = 292, Left = 48, Right = 66;

    private readonly int[] _order =
    [
        .. Enumerable.Range(0, result.Neurons)
            .OrderByDescending(i => Enumerable.Range(0, result.Samples.Length).Select(c => result.Mean[(c * result.Neurons) + i]).Where(float.IsFinite).DefaultIfEmpty(0).Average()),
    ];

    private int Classes => result.Samples.Length;

    /// <summary>One for each network that has the result; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<ClassResidualsResult>() is not null)
        .Select((network, i) => new ClassResidualsFigure($"figure-5{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<ClassResidualsResult>()!));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new($"Residuals of each class at layer {result.Layer}: {network}", Caption);

    private string Caption
    {
        get
        {
            (int least, int most) = (result.Samples.Min(), result.Samples.Max());
            return $"{network} at layer {result.Layer}, {(least == most ? $"{least}" : $"{least} to {most}")} {(result.Split == "test" ? "test" : "training")} images a class. "
                + $"a: mean of the residual y of each of the {result.Neurons} neurons (columns, sorted by the mean over classes) within each class (rows). "
                + $"b: standard deviation within each class, neurons in the same order; mean over neurons and classes {result.MeanClassDeviation:G3}, where the mean of y is above 0.01 {result.ActiveClassDeviation:G3}. "
                + $"c: share of neurons, in per cent, whose means differ by more than {ClassResiduals.Different:0.0} between two classes; {100 * result.Differing:G3} % on average over pairs. "
                + "d: the same average for other differences.";
        }
    }

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)((2 * MapHeight) + MatrixHeight));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["column", "neuron", "class", "mean_residual", "standard_deviation"],
            from column in Enumerable.Range(0, result.Neurons)
            from c in Enumerable.Range(0, Classes)
            let at = (c * result.Neurons) + _order[column]
            select (IReadOnlyList<object>)[column, _order[column], c, result.Mean[at], result.Deviation[at]]),
        new(name + "-pairs", ["threshold", "class", "other_class", "share_differing"],
            from i in Enumerable.Range(0, result.ShareDiffering.Length)
            select (IReadOnlyList<object>)[result.Thresholds[i / (Classes * Classes)], i / Classes % Classes, i % Classes, result.ShareDiffering[i]]),
        new(name + "-thresholds", ["threshold", "mean_share_differing"],
            from k in Enumerable.Range(0, result.Thresholds.Length)
            select (IReadOnlyList<object>)[result.Thresholds[k], result.MeanShareDiffering[k]]),
    ];

    private double[] Pairs
    {
        get
        {
            int start = Array.IndexOf(result.Thresholds, ClassResiduals.Different) * Classes * Classes;
            return [.. Enumerable.Range(0, Classes * Classes).Select(i => i / Classes == i % Classes ? double.NaN : 100 * result.ShareDiffering[start + i])];
        }
    }

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        bool unit = result.Mean.Where(float.IsFinite).All(mean => mean is >= 0 and <= 1);
        sheet.Panel(Map(result.Mean, "mean y", unit ? 1 : null, new ScottPlot.Colormaps.Viridis()), 0, 0, Size.Width, MapHeight, "a");
        sheet.Panel(Map(result.Deviation, "std of y", unit ? 0.5 : null, new ScottPlot.Colormaps.Inferno()), 0, MapHeight, Size.Width, MapHeight, "b");
        float half = Size.Width / 2f, top = 2 * MapHeight;
        double most = Math.Max(Pairs.Where(double.IsFinite).DefaultIfEmpty(1).Max(), 1);
        MatrixLook look = new("class", "class", "neurons that differ (%)", new(0, most), new ScottPlot.Colormaps.Viridis(), Cell: share => $"{share:F1}") { Padding = new(Left, 68, 36, 20) };
        sheet.Panel(MatrixMap.New(Pairs, Classes, look), 0, top, half, MatrixHeight, "c");
        sheet.Panel(Curve(), half, top, half, MatrixHeight, "d");
    }

    private Plot Map(float[] values, string label, double? most, IColormap colours)
    {
        double[] cells = [.. from c in Enumerable.Range(0, Classes) from i in _order select (double)values[(c * result.Neurons) + i]];
        double largest = most ?? cells.Where(double.IsFinite).DefaultIfEmpty(1).Max(), least = most is null ? Math.Min(0, cells.Where(double.IsFinite).DefaultIfEmpty(0).Min()) : 0;
        MatrixLook look = new("neuron (sorted)", "class", label, new(least, Math.Max(largest, least + 1e-6)), colours) { Padding = new(Left, Right, 36, 14) };
        return MatrixMap.New(cells, Classes, look);
    }

    private Plot Curve()
    {
        Plot plot = FigureStyle.NewPlot("difference between two class means", "neurons that differ by more (%)", new PixelPadding(46, 14, 36, 20));
        int[] shown = [.. Enumerable.Range(0, result.Thresholds.Length).Where(k => double.IsFinite(result.MeanShareDiffering[k]))];
        double[] x = [.. shown.Select(k => Math.Log10(result.Thresholds[k]))], y = [.. shown.Select(k => 100 * result.MeanShareDiffering[k])];
        ScottPlot.Plottables.Scatter line = plot.Add.Scatter(x, y, FigureStyle.ColourOf(4));
        (line.LineWidth, line.MarkerSize) = (1.25f, 5);
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int k = 0; k < result.Thresholds.Length; k++)
        {
            // 1, 2, 5, …: there is room for every second label.
            ticks.AddMajor(Math.Log10(result.Thresholds[k]), k % 2 == 0 ? result.Thresholds[k].ToString("0.###", CultureInfo.InvariantCulture) : "");
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Axes.SetLimits(
            Math.Log10(result.Thresholds[0]) - 0.1, Math.Log10(result.Thresholds[^1]) + 0.1, 0, Math.Max(110 * shown.Select(k => result.MeanShareDiffering[k]).DefaultIfEmpty(1).Max(), 0.1));
        return plot;
    }
}
