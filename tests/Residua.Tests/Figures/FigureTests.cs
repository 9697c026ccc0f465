using System.Globalization;
using System.Xml.Linq;
using Residua.App.Figures;
using SkiaSharp;
using Xunit;

namespace Residua.Tests.Figures;

public sealed class FigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("residua-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void There_is_a_figure_for_every_result() => Assert.Equal(
        ["figure-2a", "figure-2b", "figure-3a", "figure-3b", "figure-3a-variable", "figure-3b-variable", "training", "contact-sheet", "eigenvalues", "eigenvalues-variable", "fixed-points", "fixed-points-variable", "fixed-point-count",
            "flow", "flow-variable", "oscillation", "oscillation-variable", "transients", "transients-variable", "interactions", "interactions-variable"],
        FigureList.For(ToyResults.Inputs).Select(figure => figure.Name));

    [Fact]
    public void Without_results_there_is_none() =>
        Assert.Empty(FigureList.For(new FigureInputs { Networks = [new() { Name = "new", Title = "New" }] }));

    [Fact]
    public void Every_figure_is_saved_as_svg_png_and_csv()
    {
        foreach (IFigure figure in FigureList.For(ToyResults.Inputs))
        {
            SavedFigure saved = FigureFile.Save(_folder, figure);
            using SKBitmap png = SKBitmap.Decode(saved.Png);
            Assert.Equal(300 / 96.0, png.Width / (double)figure.Size.Width, 0.01);
            Assert.Contains(png.Pixels, pixel => pixel == SKColors.White);
            Assert.Contains(png.Pixels, pixel => pixel is { Red: < 40, Green: < 40, Blue: < 40, Alpha: 255 });
            Assert.All(saved.Csv, path => Assert.True(File.ReadLines(path).Count() > 1));
            Assert.False(string.IsNullOrWhiteSpace(figure.Text.Caption));
        }
    }

    [Fact]
    public void Svg_scales_and_needs_no_font()
    {
        foreach (IFigure figure in FigureList.For(ToyResults.Inputs))
        {
            XElement svg = XElement.Load(FigureFile.Save(_folder, figure).Svg);
            Assert.Equal($"0 0 {figure.Size.Width} {figure.Size.Height}", (string?)svg.Attribute("viewBox"));
            Assert.Empty(svg.Descendants(svg.Name.Namespace + "text"));
            Assert.True(svg.Descendants(svg.Name.Namespace + "use").Count(use => (string?)use.Attribute("transform") is not null) > 10);
            Assert.Equal(figure.Text.Title, svg.Element(svg.Name.Namespace + "title")?.Value);
        }
    }

    [Fact]
    public void Text_is_drawn_in_the_font_that_the_program_carries()
    {
        FigureFonts.Register();
        Assert.Equal("Inter", FigureFonts.Get(bold: false).FamilyName);
        Assert.Equal("Inter", ScottPlot.Fonts.Default);
    }

    [Fact]
    public void Csv_of_figure_2_is_the_result()
    {
        SavedFigure saved = FigureFile.Save(_folder, new ResidualsThroughDepthFigure("figure-2a", "net", ToyResults.Unroll));
        string[][] layers = Read(saved.Csv[0]);
        Assert.Equal(ToyResults.Unroll.Layers, layers.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)));
        Assert.Equal(ToyResults.Unroll.MeanResidual, layers.Select(row => Number(row[1])));
        Assert.Equal(ToyResults.Unroll.MeanAbsoluteChange, layers.Select(row => Number(row[4])));
        string[][] neurons = Read(saved.Csv[1]);
        Assert.Equal(ToyResults.Unroll.Layers.Length * ToyResults.Unroll.Neurons, neurons.Length);
        Assert.All(neurons, row =>
        {
            int at = (Array.IndexOf(ToyResults.Unroll.Layers, int.Parse(row[0], CultureInfo.InvariantCulture)) * ToyResults.Unroll.Neurons)
                + int.Parse(row[2], CultureInfo.InvariantCulture);
            Assert.Equal(ToyResults.Unroll.Mean[at], (float)Number(row[3]));
            Assert.Equal(ToyResults.Unroll.Deviation[at], (float)Number(row[4]));
        });
        float[] last = [.. neurons.TakeLast(ToyResults.Unroll.Neurons).Select(row => (float)Number(row[3]))];
        Assert.Equal(last.OrderDescending(), last);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Csv_of_figure_3_is_the_result(bool cumulative)
    {
        SavedFigure saved = FigureFile.Save(_folder, new SensitiveNeuronsFigure("figure-3", "net", ToyResults.Sensitive, cumulative));
        Assert.Equal(cumulative ? ToyResults.Sensitive.Cumulative : ToyResults.Sensitive.Residual, Read(Assert.Single(saved.Csv)).Select(row => Number(row[4])));
    }

    [Fact]
    public void Csv_of_the_contact_sheet_is_its_images_by_class()
    {
        SavedFigure saved = FigureFile.Save(_folder, new ContactSheetFigure("toy", ToyResults.Images));
        Assert.Equal(["0,1", "1,0", "1,2"], Read(Assert.Single(saved.Csv)).Select(row => $"{row[0]},{row[1]}"));
    }

    [Fact]
    public void Csv_quotes_what_has_a_comma()
    {
        using MemoryStream stream = new();
        new FigureTable("t", ["a,b"], [["say \"x\"", 0.1]]).Write(stream);
        Assert.Equal("\"a,b\"\n\"say \"\"x\"\"\",0.1\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Ten_classes_look_different() => Assert.Equal(
        10, Enumerable.Range(0, 10).Select(series => (FigureStyle.ColourOf(series), FigureStyle.PatternOf(series).Name)).Distinct().Count());

    private static string[][] Read(string path) => [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
