using Residua.Analysis;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>Linear CKA between the layers of a network, and between them and those of another one where that was asked for.</summary>
internal sealed class CkaFigure(string name, string network, CkaResult result) : IFigure
{
    private const float Width = FigureStyle.FullWidth / 2f, Height = 296;

    /// <summary>One for each network whose layers were compared; that of the first has the short name.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Networks
        .Where(network => network.Find<CkaResult>() is not null)
        .Select((network, i) => new CkaFigure($"cka{(i == 0 ? "" : "-" + network.Name)}", network.Title, network.Find<CkaResult>()!));

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public FigureText Text => new($"Likeness of layers by linear CKA: {network}", Caption);

    private string Caption =>
        $"{network}: linear centred kernel alignment between layers, over {result.Samples} {(result.Split == "test" ? "test" : "training")} images, of residuals y(t) (a) and of states x(t) (b)."
        + (result.OtherLayers > 0 ? $" c, d: the same between its layers (rows) and those of {result.Other} (columns)." : "")
        + " 1: the same but for a rotation and a factor. Layers that do not vary over images are left white.";

    private IEnumerable<(string Title, string Signal, double[] Values, bool Cross)> Panels
    {
        get
        {
            yield return ("residuals y(t)", "residual", result.Residual, false);
            yield return ("states x(t)", "state", result.State, false);
            if (result.OtherLayers > 0)
            {
                yield return ($"residuals y(t), with {result.Other}", "residual", result.CrossResidual, true);
                yield return ($"states x(t), with {result.Other}", "state", result.CrossState, true);
            }
        }
    }

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)(Height * Panels.Count() / 2));

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(name, ["signal", "with", "layer", "other_layer", "cka"],
            from panel in Panels
            let columns = panel.Values.Length / result.Layers
            from i in Enumerable.Range(0, panel.Values.Length)
            select (IReadOnlyList<object>)[panel.Signal, panel.Cross ? result.Other : "itself", (i / columns) + 1, (i % columns) + 1, panel.Values[i]]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        Sheet sheet = new(canvas);
        double least = Math.Floor(10 * Panels.SelectMany(panel => panel.Values).Where(double.IsFinite).DefaultIfEmpty(0).Min()) / 10;
        int i = 0;
        foreach ((string title, _, double[] values, bool cross) in Panels)
        {
            MatrixLook look = new(
                cross ? $"layer of {result.Other}" : "layer t", "layer t", "linear CKA", new(Math.Min(least, 0.9), 1), new ScottPlot.Colormaps.Viridis(), FirstRow: 1, FirstColumn: 1);
            float left = i % 2 * Width, top = i / 2 * Height;
            sheet.Panel(MatrixMap.New(values, result.Layers, look), left, top, Width, Height, ((char)('a' + i)).ToString());
            sheet.Text(title, left + look.Padding.Left, top + 13);
            i++;
        }
    }
}
