using Residua.Data;
using ScottPlot;
using SkiaSharp;

namespace Residua.App.Figures;

/// <summary>The first samples of every class of a data set.</summary>
internal sealed class ContactSheetFigure(string data, ImageSet images) : IFigure
{
    private const int Samples = 20, Gap = 2;
    private const float Left = 44;

    private readonly int[][] _shown =
        [.. Enumerable.Range(0, images.Classes).Select(label => Enumerable.Range(0, images.Count).Where(i => images.Labels[i] == label).Take(Samples).ToArray())];

    /// <summary>One where there are images.</summary>
    internal static IEnumerable<IFigure> From(FigureInputs inputs) => inputs.Images is null ? [] : [new ContactSheetFigure(inputs.Data, inputs.Images)];

    /// <inheritdoc />
    public string Name => "contact-sheet";

    private string Title => $"Samples of {data}";

    private string Caption => $"The first {Samples} images of each class of {data}, {images.Rows} × {images.Columns} pixels, dark where a pixel is large.";

    /// <inheritdoc />
    public FigureText Text => new(Title, Caption);

    /// <inheritdoc />
    public SKSizeI Size => new(FigureStyle.FullWidth, (int)((FigureStyle.FullWidth - Left) / Samples * images.Classes) + 8);

    /// <inheritdoc />
    public IEnumerable<FigureTable> Tables =>
    [
        new(Name, ["class", "image", .. Enumerable.Range(0, images.Rows * images.Columns).Select(pixel => $"pixel_{pixel}")],
            from row in _shown
            from image in row
            select (IReadOnlyList<object>)[images.Labels[image], image, .. images.Image(image).ToArray().Select(value => (object)value)]),
    ];

    /// <inheritdoc />
    public void Draw(SKCanvas canvas)
    {
        int cellRows = images.Rows + Gap, cellColumns = images.Columns + Gap;
        double[,] pixels = new double[images.Classes * cellRows, Samples * cellColumns];
        for (int label = 0; label < images.Classes; label++)
        {
            for (int column = 0; column < _shown[label].Length; column++)
            {
                ReadOnlySpan<byte> image = images.Image(_shown[label][column]);
                for (int i = 0; i < image.Length; i++)
                {
                    pixels[(label * cellRows) + (Gap / 2) + (i / images.Columns), (column * cellColumns) + (Gap / 2) + (i % images.Columns)] = image[i];
                }
            }
        }

        Plot plot = FigureStyle.NewPlot("", "", new PixelPadding(Left, 4, 4, 4));
        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(pixels);
        map.Rectangle = new CoordinateRect(0, Samples, 0, images.Classes);
        map.Colormap = new ScottPlot.Colormaps.Grayscale().Reversed();
        map.ManualRange = new ScottPlot.Range(0, 255);
        plot.Axes.SetLimits(0, Samples, 0, images.Classes);
        plot.HideAxesAndGrid();
        Sheet sheet = new(canvas);
        sheet.Panel(plot, 0, 0, Size.Width, Size.Height);
        for (int label = 0; label < images.Classes; label++)
        {
            sheet.Text($"class {label}", 4, 4 + ((label + 0.5f) * (Size.Height - 8) / images.Classes) + 3.5f);
        }
    }
}
