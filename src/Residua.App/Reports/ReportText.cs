using System.Globalization;
using static System.Net.WebUtility;

namespace Residua.App.Reports;

/// <summary>Pieces of text that the sections share.</summary>
internal static class ReportText
{
    /// <summary>A link to a file by its relative path.</summary>
    internal static string Link(string path, string text) =>
        $"""<a href="{HtmlEncode(string.Join('/', path.Split('/').Select(Uri.EscapeDataString)))}">{HtmlEncode(text)}</a>""";

    /// <summary>A table that scrolls in its own box where it is wider than the page.</summary>
    internal static string Table(string label, string header, string body) => $"""
        <div class="scroll" role="region" aria-label="{HtmlEncode(label)}" tabindex="0"><table>
        <thead><tr>{header}</tr></thead>
        <tbody>{body}</tbody>
        </table></div>
        """;

    /// <summary>A header cell of a column.</summary>
    internal static string Column(string text) => $"""<th scope="col">{text}</th>""";

    /// <summary>A fraction in percent: "1.47 %".</summary>
    internal static string Percent(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.00} %");

    /// <summary>A duration: "2 h 05 min", "3 min 07 s", "8.2 s".</summary>
    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds:00} s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
    };
}
