using System.Text.RegularExpressions;
using Residua.Analysis;
using Residua.App.Figures;
using Residua.App.Reports;
using Residua.Tests.Figures;
using Xunit;

namespace Residua.Tests.Reports;

public sealed class ReportBuilderTests(HostileReport report) : IClassFixture<HostileReport>
{
    [Fact]
    public void Nothing_is_taken_as_html()
    {
        string html = report.Html;
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"quoted\"", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Shared &lt;net&gt; &amp; co", html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_nothing_of_a_network()
    {
        MatchCollection references = Regex.Matches(report.Html, """(?:src|href|url)\s*[=(]\s*["']?([^"'\s>)]*)""");
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Matches("^(data:image/|#|[^:/]+(/|$))", reference.Groups[1].Value));
    }

    [Fact]
    public void Every_figure_is_in_it_with_caption_and_files()
    {
        string html = report.Html;
        foreach (IFigure figure in FigureList.For(ToyResults.Inputs))
        {
            Assert.Contains($"<figure id=\"{figure.Name}\">", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"figures/{figure.Name}.svg\"", html, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(figure.Text.Caption), html, StringComparison.Ordinal);
        }

        Assert.Equal(FigureList.For(ToyResults.Inputs).Count(), Regex.Count(html, "<img alt=\"[^\"]+\" src=\"data:image/"));
    }

    [Fact]
    public void Every_claim_is_in_it_with_its_verdict()
    {
        string html = report.Html;
        Assert.All(Claims.All, claim => Assert.Contains($"<th scope=\"row\">{claim.Id}</th>", html, StringComparison.Ordinal));
        Assert.Contains("1 reproduced, 0 partly, 0 not reproduced, 16 not measured", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#training\">", html, StringComparison.Ordinal);
        Assert.Contains("A quick run", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_measurements_shows_dashes_and_unverified_data()
    {
        string html = report.Html;
        Assert.Contains("(unverified)", html, StringComparison.Ordinal);
        Assert.Contains("1.47 %", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html, "<td class=\"number\">–</td>"));
    }

    [Fact]
    public void It_is_written_to_its_file()
    {
        string path = Path.Combine(report.Folder, "report.html");
        ReportBuilder.Write(path, new() { Title = "Empty", Command = "residua train" });
        string html = File.ReadAllText(path);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
        Assert.Equal(["report.html"], Directory.GetFiles(report.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(8.2, "8.2 s")]
    [InlineData(187, "3 min 07 s")]
    [InlineData(7500, "2 h 05 min")]
    public void Durations_are_written_for_people(double seconds, string expected) =>
        Assert.Equal(expected, ReportText.Duration(TimeSpan.FromSeconds(seconds)));
}
