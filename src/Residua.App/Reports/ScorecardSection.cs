using Residua.Analysis;
using Residua.App.Figures;
using static System.Net.WebUtility;

namespace Residua.App.Reports;

/// <summary>The claims of the paper and what the rules say of them.</summary>
internal static class ScorecardSection
{
    private static readonly string Header = string.Concat(new[] { "id", "verdict", "claim", "paper", "here" }.Select(ReportText.Column));

    internal static string Html(Scorecard? card, IReadOnlyList<DrawnFigure> figures) => card is null ? "" : $"""
        <section aria-labelledby="claims"><h2 id="claims">Claims of the paper</h2>
        {(card.Caveat is null ? "" : $"""<p class="note">{HtmlEncode(card.Caveat)}</p>""")}
        <p>{string.Join(", ", Enum.GetValues<Verdict>().Select(verdict => $"{card.Count(verdict)} {Name(verdict)}"))}.
        Rules were fixed before measuring: reproduced if … (partly if …). Several seeds are judged by their median; intervals are of the mean over seeds, by Student's t at 95 %.</p>
        {ReportText.Table("Claims of the paper", Header, string.Concat(card.Claims.Select(claim => Row(claim, figures))))}</section>
        """;

    private static string Row(ClaimResult claim, IReadOnlyList<DrawnFigure> figures)
    {
        bool shown = figures.Any(figure => figure.Name == claim.Figure);
        return $"""
            <tr><th scope="row">{HtmlEncode(claim.Id)}</th>
            <td class="verdict {Style(claim.Verdict)}"><span aria-hidden="true">{Symbol(claim.Verdict)}</span> {Name(claim.Verdict)}</td>
            <td class="claim">{HtmlEncode(claim.Claim)}{(shown ? $""" <a href="#{HtmlEncode(claim.Figure)}">{HtmlEncode(claim.Figure)}</a>""" : "")}
            <div class="small">{HtmlEncode(claim.Rule)}</div></td>
            <td>{HtmlEncode(claim.Paper)}</td>
            <td class="ours">{HtmlEncode(claim.Ours)}{Small(claim.Over)}{Small(claim.Note)}</td></tr>
            """;
    }

    private static string Small(string? text) => string.IsNullOrEmpty(text) ? "" : $"""<div class="small">{HtmlEncode(text)}</div>""";

    /// <summary>A verdict in words.</summary>
    internal static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.Partly => "partly",
        Verdict.NotReproduced => "not reproduced",
        _ => "not measured",
    };

    private static string Symbol(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "✓",
        Verdict.Partly => "◐",
        Verdict.NotReproduced => "✗",
        _ => "–",
    };

    private static string Style(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "yes",
        Verdict.Partly => "partly",
        Verdict.NotReproduced => "no",
        _ => "unknown",
    };
}
