using System.Security.Cryptography;
using System.Text.Json;
using CsCheck;
using Residua.Runs;
using Xunit;

namespace Residua.Tests.Runs;

public sealed class ChecksummedJsonTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public enum Shade
    {
        DarkRed,
        Blue,
    }

    public sealed record Layer(int Neurons, Shade Shade, double Rate = 0.5);

    public sealed record Document(string Name, double[] Values, float Small, long Big, Layer Layer, Layer[] Layers)
    {
        public string? Note { get; init; }

        public Shade? Second { get; init; }
    }

    public sealed record Clash(int Checksum);

    public void Dispose() => _folder.Dispose();

    private static Document Sample => new("5+5 <é> θ", [0.1, double.NaN, -0.0, 1e-300, 12345678.9], 0.1f, long.MaxValue, new(3, Shade.DarkRed), [new(4, Shade.Blue, 2)]);

    [Fact]
    public void The_format_is_as_documented()
    {
        string path = _folder.File("a.json");
        ChecksummedJson.Write(path, new Layer(3, Shade.DarkRed));
        string digest = Convert.ToHexStringLower(SHA256.HashData("""{"neurons":3,"shade":"darkRed","rate":0.5}"""u8));
        Assert.Equal($"{{\n  \"neurons\": 3,\n  \"shade\": \"darkRed\",\n  \"rate\": 0.5,\n  \"checksum\": \"sha256:{digest}\"\n}}\n", File.ReadAllText(path));
        Assert.Equal($$"""{"neurons":3,"shade":"darkRed","rate":0.5,"checksum":"sha256:{{digest}}"}""", ChecksummedJson.ToLine(new Layer(3, Shade.DarkRed)));
    }

    [Fact]
    public void Any_document_round_trips_exactly_and_however_indented() =>
        Gen.Select(Gen.Double.Array[0, 8], Gen.Float, Gen.Long, Gen.String[Gen.Char['\0', '\ud7ff'], 0, 12]).Sample(
            (values, small, big, name) =>
            {
                Document written = Sample with { Values = values, Small = small, Big = big, Name = name, Note = name, Second = Shade.Blue };
                string path = _folder.File("any.json");
                ChecksummedJson.Write(path, written);
                Document read = ChecksummedJson.Read<Document>(path);
                Document line = ChecksummedJson.FromLine<Document>(ChecksummedJson.ToLine(written), path, 1);
                using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
                File.WriteAllText(path, json.RootElement.ToString().ReplaceLineEndings("\r\n\t"));
                return Same(written, read) && Same(written, line) && Same(written, ChecksummedJson.Read<Document>(path));
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Every_damaged_byte_and_length_is_seen()
    {
        string path = _folder.File("damaged.json");
        ChecksummedJson.Write(path, Sample);
        Damage.EveryByte(path, file => Text(ChecksummedJson.Read<Document>(file)));
        Damage.EveryLength(path, file => Text(ChecksummedJson.Read<Document>(file)));
    }

    [Fact]
    public void Every_damaged_byte_and_length_of_a_line_is_seen()
    {
        string path = _folder.File("damaged.jsonl");
        File.WriteAllText(path, ChecksummedJson.ToLine(Sample) + "\n");
        Damage.EveryByte(path, Lines);
        Damage.EveryLength(path, Lines);
        static string Lines(string file) => Text(ChecksummedJson.FromLine<Document>(File.ReadAllText(file), file, 1));
    }

    [Fact]
    public void A_bad_line_is_told_with_its_number()
    {
        string line = ChecksummedJson.ToLine(new Layer(3, Shade.Blue)).Replace("3", "4", StringComparison.Ordinal);
        string message = Assert.Throws<InvalidDataException>(() => ChecksummedJson.FromLine<Layer>(line, "m.jsonl", 17)).Message;
        Assert.StartsWith("'m.jsonl' line 17 does not match its checksum", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_by_a_user_needs_no_checksum_and_may_have_comments()
    {
        string path = _folder.File("user.json");
        File.WriteAllText(path, "\ufeff// mine\n{ \"neurons\": 3, /* few */ \"shade\": \"blue\", }");
        Assert.Equal(new Layer(3, Shade.Blue), ChecksummedJson.ReadUnchecked<Layer>(path));
        Assert.Throws<InvalidDataException>(() => ChecksummedJson.Read<Layer>(path));
        File.WriteAllText(path, """{"neurons":3,"shade":"blue"}""");
        Assert.Contains("has no 'checksum'", Assert.Throws<InvalidDataException>(() => ChecksummedJson.Read<Layer>(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"neurons":3,"shade":"blue","lr":1}""", "'lr' is no property there; known are neurons, shade, rate.")]
    [InlineData("""{"neurons":3}""", "it lacks 'shade'.")]
    [InlineData("""{"neurons":3,"shade":"pink"}""", "'shade' must be one of darkRed, blue.")]
    [InlineData("""{"neurons":3,"shade":1}""", "'shade' must be one of darkRed, blue.")]
    [InlineData("""{"neurons":"3","shade":"blue"}""", "'neurons' has a value of the wrong kind or out of range.")]
    [InlineData("""{"neurons":3000000000,"shade":"blue"}""", "'neurons' has a value of the wrong kind or out of range.")]
    [InlineData("""{"neurons":3,"neurons":3,"shade":"blue"}""", "neurons")]
    [InlineData("""{"neurons":3,"shade":"\ud800"}""", "no valid JSON")]
    [InlineData("""{"neurons":3""", "no valid JSON")]
    [InlineData("[]", "holds no JSON object")]
    [InlineData("", "no valid JSON")]
    public void What_does_not_fit_is_told(string text, string cause)
    {
        string path = _folder.File("user.json");
        File.WriteAllText(path, text);
        string message = Assert.Throws<InvalidDataException>(() => ChecksummedJson.ReadUnchecked<Layer>(path)).Message;
        Assert.Contains($"'{path}'", message, StringComparison.Ordinal);
        Assert.Contains(cause, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"lr\":1", "'layer.lr' is no property there; known are neurons, shade, rate.")]
    [InlineData("\"rate\":\"x\"", "'layer.rate' has a value of the wrong kind or out of range.")]
    public void What_does_not_fit_deep_down_is_told(string property, string cause)
    {
        string path = _folder.File("user.json");
        string text = JsonSerializer.Serialize(Sample, ChecksummedJson.Options).Replace("\"rate\": 0.5", property, StringComparison.Ordinal);
        File.WriteAllText(path, text);
        Assert.Contains(cause, Assert.Throws<InvalidDataException>(() => ChecksummedJson.ReadUnchecked<Document>(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(property, "\"rate\": 0.5", StringComparison.Ordinal).Replace("\"blue\"", "\"pink\"", StringComparison.Ordinal));
        Assert.Contains("'layers[0].shade' must be one of", Assert.Throws<InvalidDataException>(() => ChecksummedJson.ReadUnchecked<Document>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_place_for_a_checksum_is_refused_and_a_missing_file_is_told()
    {
        string path = _folder.File("a.json");
        Assert.Throws<ArgumentException>(() => ChecksummedJson.Write(path, new[] { 1 }));
        Assert.Throws<ArgumentException>(() => ChecksummedJson.ToLine(new Clash(1)));
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => ChecksummedJson.Read<Layer>(path)).Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    private static bool Same(Document a, Document b) =>
        a.Name == b.Name && a.Note == b.Note && a.Big == b.Big && a.Layer == b.Layer && a.Second == b.Second && a.Layers.SequenceEqual(b.Layers)
        && BitConverter.SingleToInt32Bits(a.Small) == BitConverter.SingleToInt32Bits(b.Small)
        && a.Values.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(b.Values.Select(BitConverter.DoubleToInt64Bits));

    private static string Text(Document document) => JsonSerializer.Serialize(document, ChecksummedJson.Options);
}
