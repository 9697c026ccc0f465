using System.Text.Json;
using System.Text.Json.Nodes;
using Residua.App.Figures;
using Residua.App.Reports;
using Residua.Runs;
using Residua.Tests.Data;
using Xunit;

namespace Residua.Tests.Figures;

/// <summary>Figures of results with nothing in them to draw: whatever becomes of one, the others and the report stand.</summary>
public sealed class UndrawableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    [InlineData(-1e300)]
    public void Whatever_numbers_results_have_their_figures_are_drawn_or_left_out_with_a_reason(double number)
    {
        FigureInputs inputs = ToyResults.Inputs with
        {
            Networks = [.. ToyResults.Inputs.Networks.Select(network => network with { Results = [.. network.Results.Select(result => With(result, number))] })],
        };
        List<string> notes = [];
        IReadOnlyList<DrawnFigure> drawn = FigureList.Save(_folder.Path, inputs, notes.Add);
        Assert.Equal(drawn.OfType<MissingFigure>().Select(missing => missing.Note), notes);
        Assert.True(drawn.OfType<SavedFigure>().Count() > 15, string.Join('\n', notes)); // whatever else, these do not depend on what is spoilt
        Assert.All(drawn.OfType<MissingFigure>(), missing => Assert.Empty(Directory.GetFiles(_folder.Path, missing.Name + ".*")));

        string report = ReportBuilder.Build(new() { Title = "spoilt", Command = "residua", Figures = drawn }, _folder.Path);
        Assert.All(drawn, figure => Assert.Contains($"id=\"{figure.Name}\"", report));
        Assert.All(notes, note => Assert.Contains(System.Net.WebUtility.HtmlEncode(note), report));
    }

    [Fact]
    public void One_that_cannot_be_drawn_leaves_nothing_of_an_earlier_drawing()
    {
        Drawing.Save(_folder.Path, new Sketch(fails: false));
        MissingFigure missing = Assert.IsType<MissingFigure>(FigureFile.Save(_folder.Path, new Sketch(fails: true)));
        Assert.Contains("Figure sketch is left out, for it could not be drawn: ArgumentException: no", missing.Note);
        Assert.Empty(Directory.GetFiles(_folder.Path, "sketch*"));
    }

    // The same result with every number that is not whole replaced.
    private static object With(object result, double number)
    {
        JsonNode json = JsonSerializer.SerializeToNode(result, result.GetType(), ChecksummedJson.Options)!;
        return JsonSerializer.Deserialize(Replace(json, number), result.GetType(), ChecksummedJson.Options)!;
    }

    private static JsonNode? Replace(JsonNode? node, double number) => node switch
    {
        JsonObject all => new JsonObject(all.Select(one => KeyValuePair.Create(one.Key, Replace(one.Value, number)))),
        JsonArray all => new JsonArray([.. all.Select(one => Replace(one, number))]),
        JsonValue value when IsReal(value) => JsonSerializer.SerializeToNode(number, ChecksummedJson.Options),
        _ => node?.DeepClone(),
    };

    private static bool IsReal(JsonValue value) => value.ToJsonString(ChecksummedJson.Options) is var text
        && (text is "\"NaN\"" or "\"Infinity\"" or "\"-Infinity\"" || (value.GetValueKind() == JsonValueKind.Number && text.AsSpan().IndexOfAny('.', 'E', 'e') >= 0));

    private sealed class Sketch(bool fails) : IFigure
    {
        public string Name => "sketch";

        public FigureText Text => new("A sketch", "A sketch.");

        public SkiaSharp.SKSizeI Size => new(10, 10);

        public IEnumerable<FigureTable> Tables => [new("sketch-points", ["x"], [])];

        public void Draw(SkiaSharp.SKCanvas canvas)
        {
            if (fails)
            {
                throw new ArgumentException("no");
            }
        }
    }
}
