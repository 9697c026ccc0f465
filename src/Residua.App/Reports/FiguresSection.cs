using Residua.App.Figures;
using static System.Net.WebUtility;

namespace Residua.App.Reports;

/// <summary>The figures with captions, each carried as the smaller of its SVG and PNG.</summary>
internal static class FiguresSection
{
    internal static string Html(IReadOnlyList<DrawnFigure> figures, string folder) => figures.Count == 0 ? "" : $"""
        <section aria-labelledby="figures"><h2 id="figures">Figures</h2>
        {string.Join("\n", figures.Select(figure => Html(figure, folder)))}</section>
        """;

    private static string Html(DrawnFigure figure, string folder) => figure switch
    {
        SavedFigure saved => Html(saved, folder),
        MissingFigure missing => $"""<p class="note" id="{HtmlEncode(missing.Name)}">{HtmlEncode(missing.Note)}</p>""",
        _ => throw new ArgumentException($"There is no report of a {figure.GetType().Name}.", nameof(figure)),
    };

    private static string Html(SavedFigure figure, string folder) => $"""
        <figure id="{HtmlEncode(figure.Name)}">
        <div class="picture" role="region" aria-label="{HtmlEncode(figure.Name)}" tabindex="0"><img alt="{HtmlEncode(figure.Title)}" src="{Source(figure)}"></div>
        <figcaption><strong>{HtmlEncode(figure.Name)}.</strong> {HtmlEncode(figure.Caption)}
        <span class="small">Files: {string.Join(", ", new[] { figure.Svg, figure.Png }.Concat(figure.Csv).Select(path => Link(path, folder)))}</span></figcaption>
        </figure>
        """;

    private static string Link(string path, string folder) =>
        ReportText.Link(Path.GetRelativePath(folder, path).Replace('\\', '/'), Path.GetFileName(path));

    private static string Source(SavedFigure figure)
    {
        byte[] svg = File.ReadAllBytes(figure.Svg), png = File.ReadAllBytes(figure.Png);
        (string type, byte[] bytes) = svg.Length <= png.Length ? ("svg+xml", svg) : ("png", png);
        return $"data:image/{type};base64,{Convert.ToBase64String(bytes)}";
    }
}
