using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Test error against the number of distinct attractors at which samples end, over networks and seeds (§6: do several generalise better?).</summary>
internal sealed class AttractorsFigure(IReadOnlyList<FigureNetwork> networks) : IFigure
{
    private const string Stem = "attractors";
    private const float PlotWidth = 430, Height = 250;

    private readonly (FigureNetwork Network, FixedPointsResult Points, SampleEnds Ends, double Error)[] _all =
    [
        .. networks.Select(network => (network, Points: network.Find<FixedPointsResult>()!))
            .Select(one => (one.network, one.Points, SampleEnds.Of(one.Points), one.network.Metrics[^1].TestError)),
    ];

    /// <summary>One, of all networks and seeds whose points were looked for; there must be two at least to compare.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs)
    {
        FigureNetwork[] found = [.. inputs.AllSeeds.Where(network => network.Find<FixedPointsResult>() is not null && network.Metrics.Count > 0)];
        return found.Length > 1 ? [new AttractorsFigure(found)] : [];
    }

    /// <inheritdoc />
    public string Name => Stem;

    /// <inheritdoc />
    public FigureText Text => new(
        "Test error against the number of distinct attractors at which samples end",
        "One mark a trained network and seed: the distinct attractors, fixed points whose flow attracts and periodic orbits, at which samples end (none where the number is 0), and the error on the test images. "
        + (_all.Sum(one => one.Ends.NotClassified) is var unknown and > 0 ? $"{unknown} points at which samples end, of all networks together, were not classified and do not count. " : "")
        + "Points are told apart and samples counted as settled under the tolerances of the analysis fixed-points. "
        + $"{_all.Length} networks: too few for a correlation to mean much where they are of different kinds.");

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)Height);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Stem, ["network", "seed", "points_found", "attractors_found", "attractor_ends", "orbit_ends", "other_ends", "unclassified_ends", "samples", "settled", "test_error"],
            _all.Select(one => (IReadOnlyList<object>)
            [
                one.Network.Name, one.Network.Seed, one.Points.Points.Length, one.Points.Points.Count(point => point.Kind == FixedPointKind.Attractor),
                one.Ends.Attractors, one.Ends.Orbits, one.Ends.Others, one.Ends.NotClassified, one.Points.SamplePoints.Length, one.Points.SamplePoints.Count(point => point >= 0), one.Error,
            ])),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        Plot plot = FigureStyle.NewPlot("distinct attractors at which samples end (log scale of 1 + number)", "test error (%)", new PixelPadding(52, 8, 36, 12));
        string[] names = [.. _all.Select(one => one.Network.Name).Distinct()];
        foreach ((FigureNetwork network, _, SampleEnds ends, double error) in _all)
        {
            plot.Add.Marker(Math.Log10(1 + ends.Attracting), 100 * error, Shape(names, network), 8, FigureStyle.ColourOf(Array.IndexOf(names, network.Name)));
        }

        double most = _all.Max(one => one.Ends.Attracting), highest = _all.Max(one => 100 * one.Error);
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int power = 0; power == 0 || Math.Pow(10, power - 1) <= most * 1.5; power++)
        {
            foreach (int digit in power == 0 ? [0] : new[] { 1, 3 })
            {
                int count = power == 0 ? 0 : digit * (int)Math.Pow(10, power - 1);
                ticks.AddMajor(Math.Log10(1 + count), count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        plot.Axes.Bottom.TickGenerator = ticks;
        plot.Axes.SetLimits(-0.1, Math.Log10(1 + most) + 0.2, 0, Math.Max(highest * 1.15, 0.1));
        sheet.Panel(plot, 0, 0, PlotWidth, Height);
        for (int i = 0; i < names.Length; i++)
        {
            FigureNetwork network = _all.First(one => one.Network.Name == names[i]).Network;
            SKColor colour = new(unchecked((uint)FigureStyle.ColourOf(i).ARGB));
            sheet.Text(new[] { "●", "■", "▲", "◆" }[i % 4], PlotWidth + 12, 34 + (16 * i), colour: colour);
            sheet.Text(network.Title, PlotWidth + 28, 34 + (16 * i));
        }
    }

    private static MarkerShape Shape(string[] names, FigureNetwork network) => (Array.IndexOf(names, network.Name) % 4) switch
    {
        0 => MarkerShape.FilledCircle,
        1 => MarkerShape.FilledSquare,
        2 => MarkerShape.FilledTriangleUp,
        _ => MarkerShape.FilledDiamond,
    };
}
