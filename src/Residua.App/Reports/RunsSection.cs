using System.Globalization;
using static System.Net.WebUtility;

namespace Residua.App.Reports;

/// <summary>What was run, one line a net.</summary>
internal static class RunsSection
{
    private static readonly string Header = string.Concat(
        new[] { "run", "network", "weights", "T", "N", "parameters", "data", "seed", "epochs", "test error", "training time" }.Select(ReportText.Column));

    internal static string Html(IReadOnlyList<ReportRun> runs) => runs.Count == 0 ? "" : $"""
        <section aria-labelledby="runs"><h2 id="runs">What was run</h2>
        {ReportText.Table("What was run", Header, string.Concat(runs.Select(Row)))}
        <p class="small">T: layers; N: neurons a layer. A data set is verified when its SHA-256 is known and equal.</p></section>
        """;

    private static string Row(ReportRun run) => $"""
        <tr><th scope="row">{HtmlEncode(run.Name)}</th><td>{HtmlEncode(run.Network)}</td><td>{HtmlEncode(run.Weights)}</td>
        <td class="number">{Number(run.Layers)}</td><td class="number">{Number(run.Neurons)}</td><td class="number">{Number(run.Parameters)}</td>
        <td>{HtmlEncode(run.Data)} <span class="small">({(run.DataVerified ? "verified" : "unverified")})</span></td>
        <td class="number">{run.Seed}</td><td class="number">{run.Epochs?.ToString(CultureInfo.InvariantCulture) ?? "–"}</td>
        <td class="number">{(run.TestError is { } error ? ReportText.Percent(error) : "–")}</td>
        <td class="number">{(run.Time is { } time ? ReportText.Duration(time) : "–")}</td></tr>
        """;

    // A thin space between thousands.
    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal);
}
