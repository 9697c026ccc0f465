using System.Globalization;
using System.Xml.Linq;
using Residua.Analysis;
using Residua.App.Figures;
using Residua.Pruning;
using SkiaSharp;
using Xunit;

namespace Residua.Tests.Figures;

public sealed class FigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("residua-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void There_is_a_figure_for_every_result() => Assert.Equal(
        ((string[])[
            "figure-2a", "figure-2b", "figure-3a", "figure-3b", "figure-3a-variable", "figure-3b-variable",
            "figure-4", "noise-flow", "noise-flow-perceptron",
            "eigenvalues", "eigenvalues-variable", "fixed-points", "fixed-points-variable", "fixed-point-count", "attractors",
            "figure-5", "figure-5-variable", "figure-6bc", "logit-attribution", "cka",
            "figure-6a", "figure-6a-variable", "separability",
            "figure-1", "sensitivity", "lesion", "weight-drift", "saturation",
            "flow", "flow-variable", "oscillation", "oscillation-variable", "transients", "transients-variable", "interactions", "interactions-variable",
            "training", "depth", "contact-sheet",
            "frontier", "frontier-variable", "early-exit", "early-exit-variable",
        ]).Order(),
        FigureList.For(ToyResults.Inputs).Select(figure => figure.Name).Order());

    [Fact]
    public void Without_results_there_is_none() =>
        Assert.Empty(FigureList.For(new FigureInputs { Networks = [new() { Name = "new", Title = "New" }] }));

    [Fact]
    public void The_schema_is_drawn_for_a_reproduction_alone()
    {
        FigureNetwork network = new() { Name = "new", Title = "New" };
        Assert.Equal("figure-1", Assert.Single(FigureList.For(new() { Networks = [network, network] })).Name);
        Assert.Contains("figure-1", FigureList.For(new() { Networks = [network], Images = ToyResults.Images }).Select(figure => figure.Name));
    }

    [Fact]
    public void Every_figure_is_saved_as_svg_png_and_csv()
    {
        foreach (IFigure figure in FigureList.For(ToyResults.Inputs))
        {
            SavedFigure saved = Drawing.Save(_folder, figure);
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
            XElement svg = XElement.Load(Drawing.Save(_folder, figure).Svg);
            Assert.Equal($"0 0 {figure.Size.Width} {figure.Size.Height}", (string?)svg.Attribute("viewBox"));
            Assert.Empty(svg.Descendants(svg.Name.Namespace + "text"));
            Assert.True(svg.Descendants(svg.Name.Namespace + "use").Count(use => (string?)use.Attribute("transform") is not null) > 10);
            Assert.Equal(figure.Text.Title, svg.Element(svg.Name.Namespace + "title")?.Value);
        }
    }

    [Fact]
    public void A_file_of_vectors_stays_small_however_many_eigenvalues_there_are()
    {
        EigenvaluesFigure figure = new("eigenvalues", "net", ToyResults.ManyEigenvalues());
        SavedFigure saved = Drawing.Save(_folder, figure);
        Assert.InRange(new FileInfo(saved.Svg).Length, 100_000, 500_000);
        Assert.Contains("at most 800 a panel", saved.Caption);
        Assert.Equal(8000, File.ReadLines(saved.Csv[1]).Count() - 1); // all of them
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
        SavedFigure saved = Drawing.Save(_folder, new ResidualsThroughDepthFigure("figure-2a", "net", ToyResults.Unroll));
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
        SavedFigure saved = Drawing.Save(_folder, new SensitiveNeuronsFigure("figure-3", "net", ToyResults.SensitivePair, cumulative));
        string[][] rows = Read(Assert.Single(saved.Csv));
        Assert.Equal(cumulative ? ToyResults.Sensitive.Cumulative : ToyResults.Sensitive.Residual, rows.Where(row => row[5] == "K").Select(row => Number(row[4])));
        Assert.Equal(["True", "False", "False", "False"], rows.Select(row => (row[5], row[0], row[6])).Distinct().Select(one => one.Item3));
        Assert.Equal(["4", "7", "5", "7"], rows.Select(row => (row[5], row[0], row[1])).Distinct().Select(one => one.Item3));
    }

    [Fact]
    public void Csv_of_figure_4_is_the_result()
    {
        SavedFigure saved = Drawing.Save(_folder, new NoiseFigure([("net", "Net", ToyResults.Noise)]));
        string[][] rows = Read(saved.Csv[0]);
        Assert.Equal(["all", "all", "all", "0", "0", "0", "1", "1", "1"], rows.Select(row => row[1]));
        Assert.Equal(ToyResults.Noise.Overall.Ratio.Mean, rows[..3].Select(row => Number(row[3])));
        Assert.Equal(ToyResults.Noise.Classes[1].Error.RealisationDeviation, rows[6..].Select(row => Number(row[11])));
        Assert.Equal(["net,0.05,0,0,0", "net,0.1,0.2,0.1,Infinity", "net,0.5,Infinity,0.9,Infinity"], File.ReadLines(saved.Csv[1]).Skip(1));
    }

    [Fact]
    public void Csv_of_the_noise_flow_is_the_result()
    {
        NoiseFlowResult result = ToyResults.NoiseFlow(perceptron: true);
        SavedFigure saved = Drawing.Save(_folder, new NoiseFlowFigure("noise-flow", "Net", result));
        string[][] rows = Read(saved.Csv[0]);
        Assert.Equal(result.Amplitudes.SelectMany(one => one.Predictions.SelectMany(prediction => prediction.Norm).Prepend(one.Norm[3]).Prepend(one.Norm[2]).Prepend(one.Norm[1])), rows.Select(row => Number(row[3])));
        Assert.Equal(result.Amplitudes[0].Predictions[1].RelativeError, rows[6..9].Select(row => Number(row[4])));
        Assert.Equal(result.Conditions!.LargestSingularValue, Read(saved.Csv[1]).Select(row => Number(row[6])));
    }

    [Fact]
    public void Csv_of_figure_5_is_the_result()
    {
        SavedFigure saved = Drawing.Save(_folder, new ClassResidualsFigure("figure-5", "net", ToyResults.Classes));
        Assert.Equal(3, saved.Csv.Count);
        string[][] neurons = Read(saved.Csv[0]);
        Assert.Equal(["1", "1", "2", "2", "0", "0", "3", "3", "4", "4"], neurons.Select(row => row[1])); // by the mean over classes that have one
        Assert.All(neurons, row => Assert.Equal(ToyResults.Classes.Mean[(int.Parse(row[2], CultureInfo.InvariantCulture) * 5) + int.Parse(row[1], CultureInfo.InvariantCulture)], (float)Number(row[3])));
        Assert.Equal(ToyResults.Classes.ShareDiffering, Read(saved.Csv[1]).Select(row => Number(row[3])));
        Assert.Equal(ToyResults.Classes.MeanShareDiffering, Read(saved.Csv[2]).Select(row => Number(row[1])));
    }

    [Fact]
    public void Csv_of_figure_6_is_every_network_s_matrix()
    {
        IFigure figure = CosineSimilarityFigure.From(ToyResults.Inputs).Single();
        string[][] rows = Read(Assert.Single(Drawing.Save(_folder, figure).Csv));
        Assert.Equal([.. ToyResults.Cosines.State.Values, .. ToyResults.Cosines.State.Values], rows.Select(row => Number(row[3])));
        Assert.Equal([.. ToyResults.Cosines.Residual.Values, .. ToyResults.Cosines.Residual.Values], rows.Select(row => Number(row[4])));
        Assert.Equal(["Shared <net> & co", "Variable"], rows.Select(row => row[0]).Distinct());
    }

    [Fact]
    public void Csv_of_the_logit_split_is_the_result()
    {
        SavedFigure saved = Drawing.Save(_folder, new LogitAttributionFigure("logit-attribution", "net", ToyResults.Logits));
        string[][] layers = Read(saved.Csv[0]);
        double[] parts = ToyResults.Logits.Contribution; // three samples of class 0, one of class 1
        Assert.Equal(((3 * parts[1]) + parts[10]) / 4, Number(layers[1][1]), 1e-15);
        Assert.Equal([0.5, 0.25, 0.25], layers.Select(row => Number(row[4]))); // decided
        Assert.Equal([0.25, 0.25, 0.5], layers.Select(row => Number(row[5]))); // largest
        Assert.Equal(ToyResults.Logits.Accuracy, layers.Select(row => Number(row[7])));
        Assert.Equal(ToyResults.Logits.MarginContribution, Read(saved.Csv[1]).Select(row => Number(row[2])));
        Assert.Equal(parts, Read(saved.Csv[2]).Select(row => Number(row[3])));
    }

    [Fact]
    public void Csv_of_cka_is_the_result()
    {
        CkaResult cka = ToyResults.Cka;
        string[][] rows = Read(Assert.Single(Drawing.Save(_folder, new CkaFigure("cka", "net", cka)).Csv));
        Assert.Equal([.. cka.Residual, .. cka.State, .. cka.CrossResidual, .. cka.CrossState], rows.Select(row => Number(row[4])));
        Assert.Equal(["other", "3", "2"], rows[^1][1..4]);
    }

    [Theory]
    [InlineData(3, 0, "0 1 2")]
    [InlineData(15, 1, "2 4 6 8 10 12 14")]
    [InlineData(1000, 1, "100 200 300 400 500 600 700 800 900 1000")]
    public void Ticks_of_a_matrix_leave_room(int count, int first, string expected) => Assert.Equal(
        expected, string.Join(' ', MatrixLook.Numbered(count, first).Select(i => i + first)));

    [Fact]
    public void Csv_of_sensitivity_has_the_printed_product_a_layer_later()
    {
        SavedFigure saved = Drawing.Save(_folder, new SensitivityFigure("sensitivity", "net", ToyResults.Sensitivity));
        string[][] rows = Read(Assert.Single(saved.Csv));
        Assert.Equal(ToyResults.Sensitivity.MeanLog10Determinant, rows.Select(row => Number(row[1])));
        Assert.Equal(ToyResults.Sensitivity.MeanLog10Determinant[..^1], rows[1..].Select(row => Number(row[3])));
        Assert.Equal(ToyResults.Sensitivity.ClassGains[1], rows.Select(row => Number(row[^1])));
    }

    [Fact]
    public void Csv_of_lesions_saturation_and_drift_is_the_result()
    {
        SavedFigure lesion = Drawing.Save(_folder, new LesionFigure("lesion", "net", ToyResults.Lesion));
        Assert.Equal(ToyResults.Lesion.Effects.SelectMany(effect => effect.LogitChange), Read(lesion.Csv[0]).Select(row => Number(row[8])));
        Assert.Contains("log |det M'(s)| 1.00 (0.25)", lesion.Caption);
        SavedFigure saturation = Drawing.Save(_folder, new SaturationFigure("saturation", "net", ToyResults.Saturation));
        Assert.Equal(ToyResults.Saturation.ShareHigh, Read(saturation.Csv[1]).Select(row => Number(row[3])));
        SavedFigure drift = Drawing.Save(_folder, new WeightDriftFigure("weight-drift", "net", ToyResults.WeightDrift));
        Assert.Equal(ToyResults.WeightDrift.Distances.SelectMany(row => row), Read(drift.Csv[1]).Select(row => Number(row[2])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Csv_of_figure_6a_is_the_result(bool byLayer)
    {
        TrajectoryPlaneResult plane = ToyResults.Plane(byLayer);
        SavedFigure saved = Drawing.Save(_folder, new TrajectoryPlaneFigure("figure-6a", "net", plane));
        string[][] points = Read(saved.Csv[0]);
        Assert.Equal(plane.Plane, points.SelectMany(row => new[] { (float)Number(row[3]), (float)Number(row[4]) }));
        Assert.Equal(plane.PcaPlane, points.SelectMany(row => new[] { (float)Number(row[5]), (float)Number(row[6]) }));
        Assert.Equal([0.9, 0.8, 0.7, 0.8, 0.7, 0.6], Read(saved.Csv[1]).SelectMany(row => row[1..].Select(Number)));
    }

    [Fact]
    public void Csv_of_separability_is_the_result()
    {
        SavedFigure saved = Drawing.Save(_folder, new SeparabilityFigure("separability", "net", ToyResults.Separability));
        string[][] layers = Read(saved.Csv[0]);
        Assert.Equal(ToyResults.Separability.ResidualProbe, layers.Select(row => Number(row[1])));
        Assert.Equal(ToyResults.Separability.StateSilhouette, layers.Select(row => Number(row[6])));
        Assert.Equal(
            [0.9, 0.8, 0.3, 3, ToyResults.Separability.LastAccuracy, ToyResults.Separability.LastNeighbours, ToyResults.Separability.LastSilhouette, 1],
            Read(saved.Csv[1])[..2].SelectMany(row => row[1..].Select(Number)));
        Assert.True(double.IsNaN(Number(Read(saved.Csv[1])[2][1])));
    }

    [Fact]
    public void Csv_of_the_frontier_and_of_early_exits_is_the_result()
    {
        FrontierResult frontier = ToyResults.Frontier(shared: false);
        SavedFigure saved = Drawing.Save(_folder, new FrontierFigure("frontier", "net", frontier));
        Assert.Equal(frontier.Points.Select(point => point.Error), Read(saved.Csv[0]).Select(row => Number(row[5])));
        Assert.Equal(frontier.Points.SelectMany(point => point.Latency).Select(one => one.Median), Read(saved.Csv[1]).Select(row => Number(row[3])));
        Assert.Equal(frontier.Criteria.SelectMany(curve => curve.Error), Read(saved.Csv[2]).Select(row => Number(row[3])));
        SavedFigure exits = Drawing.Save(_folder, new EarlyExitFigure("early-exit", "net", ToyResults.EarlyExits));
        Assert.Equal(ToyResults.EarlyExits.Points.Select(point => point.Error), Read(exits.Csv[0]).Select(row => Number(row[4])));
        Assert.Equal([0, 2, 8, 0, 6, 4, 0, 10, 0], Read(exits.Csv[1]).Select(row => Number(row[3])));
    }

    [Fact]
    public void Csv_of_the_contact_sheet_is_its_images_by_class()
    {
        SavedFigure saved = Drawing.Save(_folder, new ContactSheetFigure("toy", ToyResults.Images));
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
