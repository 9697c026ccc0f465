using System.Globalization;
using System.Text;

namespace Residua.Benchmarks;

/// <summary>bench/results.md, from the outcomes of all jobs.</summary>
internal static class ResultsPage
{
    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<Outcome> outcomes)
    {
        StringBuilder page = new();
        Outcome newest = outcomes.MaxBy(outcome => outcome.Date)!;
        page.Append(CultureInfo.InvariantCulture, $"# Measured\n\n`bench/compare`, {newest.Date:yyyy-MM-dd}, {Processor()}, {newest.Threads} threads for all, {Environment.OSVersion.VersionString}; ");
        page.Append(string.Join(", ", outcomes.SelectMany(outcome => outcome.Versions).DistinctBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"))).Append(".\n");
        page.Append("Contestants alternate, after a round of warm-up; times are medians with the least and the largest, ratios are peer / Residua of one round: median (least–largest).\n\n");
        page.Append("| job | Residua, s | peer | peer, s | ratio | target | |\n|---|---|---|---|---|---|---|\n");
        foreach (Outcome outcome in outcomes)
        {
            foreach (string peer in outcome.Seconds.Keys.Skip(1).Concat(outcome.Absent.Keys))
            {
                string own = Show(Statistics.Of(outcome.Seconds.First().Value)), target = outcome.Targets.TryGetValue(peer, out double least) ? $"≥ {least}" : "";
                if (outcome.Absent.TryGetValue(peer, out string? reason))
                {
                    page.Append(CultureInfo.InvariantCulture, $"| `{outcome.Name}` | {own} | {peer} | – | {reason} | {target} | not measured |\n");
                    continue;
                }

                (double Median, double Least, double Largest) ratio = outcome.Ratio(peer);
                page.Append(CultureInfo.InvariantCulture, $"| `{outcome.Name}` | {own} | {peer} | {Show(Statistics.Of(outcome.Seconds[peer]))} | {Show(ratio)} | {target} | {(target.Length == 0 ? "" : ratio.Median >= least ? "met" : "not met")} |\n");
            }
        }

        page.Append("\n| job | measured, UTC | what it is | products, GFLOP/s | agreement: largest difference between the answers |\n|---|---|---|---|---|\n");
        foreach (Outcome outcome in outcomes)
        {
            string differences = string.Join("; ", outcome.Differences.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G3}")));
            string single = outcome.Single.Count == 0 ? "" : $" (the last: {string.Join("; ", outcome.Single.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G4}")))})";
            page.Append(CultureInfo.InvariantCulture, $"| `{outcome.Name}` | {outcome.Date:yyyy-MM-dd HH:mm} | {outcome.Title} | {(outcome.Rate > 0 ? outcome.Rate.ToString("F0", CultureInfo.InvariantCulture) : "")} | {(differences.Length > 0 ? $"{outcome.Agreement}: {differences}{single}" : "")} |\n");
        }

        return page.ToString();
    }

    private static string Show((double Median, double Least, double Largest) value) =>
        string.Create(CultureInfo.InvariantCulture, $"{Number(value.Median)} ({Number(value.Least)}–{Number(value.Largest)})");

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "∞" : value.ToString(value >= 100 ? "F0" : "G3", CultureInfo.InvariantCulture);

    private static string Processor()
    {
        const string Path = "/proc/cpuinfo";
        string name = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "" : "";
        return $"{Environment.ProcessorCount} cores{(name.Length > 0 ? " of " + name : "")}";
    }
}
