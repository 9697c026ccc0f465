using System.Text.Json;
using Residua.App;
using Residua.App.Studies;
using Xunit;

namespace Residua.Tests.Studies;

/// <summary>Factors and their values, as typed and from JSON.</summary>
public sealed class StudyGridTests
{
    [Theory]
    [InlineData("seed=1..3", "1 2 3")]
    [InlineData("layers=5..15..5", "5 10 15")]
    [InlineData("layers=5..16..5", "5 10 15")]
    [InlineData("seed=-1..1", "-1 0 1")]
    [InlineData("seed=4,1..2", "4 1 2")]
    [InlineData("weights=shared, variable", "shared variable")]
    [InlineData("learning-rate=1e-3,2e-3", "1e-3 2e-3")]
    [InlineData("data=../digits", "../digits")]
    public void Values_are_lists_and_ranges(string word, string values)
    {
        Factor factor = Assert.Single(StudyGrid.Parse([word]));
        Assert.Equal((word.Split('=')[0], values), (factor.Name, string.Join(' ', factor.Values)));
    }

    [Fact]
    public void Json_takes_the_same_texts_single_values_and_arrays()
    {
        using JsonDocument json = JsonDocument.Parse("""{ "seed": "1..3", "layers": [5, 10], "bias": false, "drops": ["0.5,0.8", "0.9"] }""");
        Factor[] factors = StudyGrid.Parse(json.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value));
        Assert.Equal(["seed:1|2|3", "layers:5|10", "bias:false", "drops:0.5,0.8|0.9"], factors.Select(factor => $"{factor.Name}:{string.Join('|', factor.Values)}"));
        Assert.Equal(12, StudyGrid.Count(factors));
    }

    [Theory]
    [InlineData("no factor 'depth'; there are seed, preset, network", "depth=1")]
    [InlineData("factor seed has the empty range 5..1", "seed=5..1")]
    [InlineData("factor seed has the empty range 1..5..0", "seed=1..5..0")]
    [InlineData("factor layers has an empty value", "layers=")]
    [InlineData("factor layers has an empty value", "layers=5,,10")]
    [InlineData("factor layers has the value 5 twice", "layers=5,10,5")]
    [InlineData("factor layers is given twice", "layers=5", "layers=10")]
    [InlineData("wants factors such as", "layers")]
    [InlineData("wants factors such as", "=5")]
    [InlineData("more than 100,000 values", "seed=1..200000")]
    [InlineData("more than 100,000 cells (1000 seed × 1000 layers)", "seed=1..1000", "layers=1..1000")]
    public void What_is_no_grid_is_refused_by_name(string message, params string[] words) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => StudyGrid.Parse(words)).Message);

    [Theory]
    [InlineData("""{ "layers": [] }""", "factor layers has no values")]
    [InlineData("""{ "layers": [[5]] }""", "factor layers has the value [5]")]
    [InlineData("""{ "layers": null }""", "factor layers has the value null")]
    public void Json_that_is_no_grid_is_refused_by_name(string text, string message)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        Dictionary<string, JsonElement> grid = json.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value);
        Assert.Contains(message, Assert.Throws<UsageException>(() => StudyGrid.Parse(grid)).Message);
    }
}
