using Residua.Runs;
using static System.Net.WebUtility;

namespace Residua.App.Reports;

/// <summary>Makes report.html: one file with its figures in it, without scripts, which asks nothing of any network.</summary>
internal static class ReportBuilder
{
    /// <summary>Writes the report.</summary>
    /// <exception cref="IOException">A figure cannot be read or the report cannot be written.</exception>
    internal static void Write(string path, ReportContent content) =>
        AtomicFile.WriteText(path, Build(content, Path.GetDirectoryName(Path.GetFullPath(path))!));

    /// <summary>The text of the report; links to the figures' files are relative to the folder.</summary>
    internal static string Build(ReportContent content, string folder) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>{HtmlEncode(content.Title)}</title>
        <style>{ReportStyle.Css}</style>
        </head>
        <body>
        <main>
        <h1>{HtmlEncode(content.Title)}</h1>
        {Facts(content.Facts)}
        {string.Concat(content.Notes.Select(note => $"""<p class="note">{HtmlEncode(note)}</p>"""))}
        {RunsSection.Html(content.Runs)}
        {ScorecardSection.Html(content.Scorecard, content.Figures)}
        {FiguresSection.Html(content.Figures, folder)}
        <section aria-labelledby="repeat"><h2 id="repeat">To repeat it</h2>
        <pre tabindex="0"><code>{HtmlEncode(content.Command)}</code></pre></section>
        {Section("environment", "Environment", Facts(content.Environment), content.Environment.Count)}
        {Section("files", "Files", Links(content.Links), content.Links.Count)}
        </main>
        </body>
        </html>

        """;

    private static string Section(string id, string heading, string body, int count) =>
        count == 0 ? "" : $"""<section aria-labelledby="{id}"><h2 id="{id}">{heading}</h2>{body}</section>""";

    private static string Facts(IReadOnlyList<ReportFact> facts) => facts.Count == 0
        ? ""
        : $"<dl>{string.Concat(facts.Select(fact => $"<div><dt>{HtmlEncode(fact.Name)}</dt><dd>{HtmlEncode(fact.Value)}</dd></div>"))}</dl>";

    private static string Links(IReadOnlyList<ReportLink> links) =>
        $"<ul>{string.Concat(links.Select(link => $"<li>{ReportText.Link(link.Path, link.Text)}</li>"))}</ul>";
}
