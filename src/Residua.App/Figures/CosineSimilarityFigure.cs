using Residua.Analysis;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Figure 6B-C: the mean cosine between states at the last trained layer, for each two classes, networks side by side.</summary>
internal sealed class CosineSimilarityFigure(IReadOnlyList<(string Network, CosineSimilarityResult Result)> panels) : IFigure
{
    private const float Width = FigureStyle.FullWidth / 2f, Height = 308;

    private IEnumerable<double> Values => panels.SelectMany(panel => panel.Result.State.Values).Where(double.IsFinite);

    /// <summary>One for all networks that have the result.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs)
    {
        (string, CosineSimilarityResult)[] panels =
            [.. inputs.Networks.Where(network => network.Find<CosineSimilarityResult>() is not null).Select(network => (network.Title, network.Find<CosineSimilarityResult>()!))];
        return panels.Length == 0 ? [] : [new CosineSimilarityFigure(panels)];
    }

    /// <inheritdoc />
    public string Name => "figure-6bc";

    /// <inheritdoc />
    public FigureText Text => new("Mean cosine between states at the last trained layer, by class", Caption);

    private string Caption => "Mean cosine between the states x(T) of samples of each two classes, T the last trained layer; a sample is not paired with itself. "
        + string.Join(" ", panels.Select((panel, i) =>
            $"{Letter(i)}: {panel.Network}, T = {panel.Result.Layer}, {panel.Result.Samples.Sum()} {(panel.Result.Split == "test" ? "test" : "training")} images; "
            + $"largest on the diagonal in {panel.Result.State.RowsLargestOnDiagonal} of {panel.Result.State.Classes} rows; contrast (mean of the diagonal minus mean off it) {panel.Result.State.Contrast:F3}."))
        + " All panels share one scale of colours.";

    /// <inheritdoc />
    public SKSizeI Size => new((int)(Math.Min(panels.Count, 2) * Width), (int)((panels.Count + 1) / 2 * Height));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name, ["network", "class", "other_class", "cosine_of_states", "cosine_of_residuals"],
            from panel in panels
            from a in Enumerable.Range(0, panel.Result.State.Classes)
            from b in Enumerable.Range(0, panel.Result.State.Classes)
            select (IReadOnlyList<object>)[panel.Network, a, b, panel.Result.State[a, b], panel.Result.Residual[a, b]]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        double least = Math.Min(0, Values.DefaultIfEmpty(0).Min());
        for (int i = 0; i < panels.Count; i++)
        {
            CosineMatrix matrix = panels[i].Result.State;
            float left = i % 2 * Width, top = i / 2 * Height;
            MatrixLook look = new("class", "class", "mean cosine of states x(T)", new(least, 1), new ScottPlot.Colormaps.Viridis(), Cell: value => $"{value:F2}");
            sheet.Panel(MatrixMap.New(matrix.Values, matrix.Classes, look), left, top, Width, Height, Letter(i));
            sheet.Text(panels[i].Network, left + look.Padding.Left, top + 13);
        }
    }

    // The paper's panel A is the plane of trajectories.
    private static string Letter(int panel) => ((char)('b' + panel)).ToString();
}
