using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace Residua.Benchmarks;

/// <summary>The small comparison of continuous integration: ratios of one run against those recorded on a processor with the same vector instructions.</summary>
internal static class Guard
{
    private const int Pairs = 5, Recordings = 3;

    private static string Instructions => Avx512F.IsSupported ? "AVX-512" : Fma.IsSupported ? "AVX2" : "others";

    private const double Warns = 0.8, Fails = 0.6;

    /// <summary>Runs the small jobs; the exit code is 1 where one is far below what was recorded.</summary>
    /// <param name="jobs">The small jobs.</param>
    /// <param name="bench">Where they run.</param>
    /// <param name="path">The file of recorded ratios.</param>
    /// <param name="record">Whether to write it instead of comparing.</param>
    /// <param name="cancellation">Ends it between rounds.</param>
    public static int Run(IReadOnlyList<Comparison> jobs, Workbench bench, string path, bool record, CancellationToken cancellation)
    {
        // What is recorded is the least of several, for ratios vary from run to run.
        Dictionary<string, double> measured = jobs.ToDictionary(job => job.Name, job => Enumerable.Range(0, record ? Recordings : 1).Min(_ =>
        {
            Outcome outcome = Runner.Run(job, bench, Pairs, cancellation);
            return outcome.Ratio(outcome.Seconds.Keys.Skip(1).First()).Median;
        }));
        SortedDictionary<string, Dictionary<string, double>> all = JsonSerializer.Deserialize<SortedDictionary<string, Dictionary<string, double>>>(File.ReadAllText(path))!;
        if (record)
        {
            all[Instructions] = measured.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value, 2));
            File.WriteAllText(path, JsonSerializer.Serialize(all, Outcomes.Options) + "\n");
            return 0;
        }

        if (!all.TryGetValue(Instructions, out Dictionary<string, double>? recorded))
        {
            Console.WriteLine($"Nothing is recorded for {Instructions}, so nothing is compared: {string.Join(", ", measured.Select(pair => $"{pair.Key} {pair.Value:F2}"))}.");
            return 0;
        }

        int code = 0;
        foreach ((string name, double ratio) in measured)
        {
            double share = ratio / recorded[name];
            string verdict = share < Fails ? "FAILED" : share < Warns ? "warning" : "fine";
            code = share < Fails ? 1 : code;
            Console.WriteLine($"{name}: {ratio:F2} × the plain form, {share:P0} of the recorded {recorded[name]:F2}: {verdict}");
        }

        return code;
    }
}
