using System.CommandLine;
using Residua.Kernels;
using Residua.Runs;

namespace Residua.Fuzzing;

/// <summary>Reads a million spoilt files; it goes on where it stopped.</summary>
internal static class Program
{
    private const int AtOnce = 2000;

    public static int Main(string[] args)
    {
        Option<int> inputs = new("--inputs") { Description = "Inputs in all, shared evenly by the readers", DefaultValueFactory = _ => 1_000_000 };
        Option<int> seed = new("--seed") { Description = "Seed of all inputs", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out") { Description = "Folder of the corpus, the tallies and the inputs that fail", DefaultValueFactory = _ => "bench/out/fuzz" };
        Option<string> only = new("--only") { Description = "Only readers whose names contain this" };
        RootCommand root = new("Reads files that are spoilt a little, by every reader of Residua, and tells what ends neither in a value nor in one typed error") { inputs, seed, output, only };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 || parsed.Action is not null)
        {
            return parsed.Invoke();
        }

        OpenMp.LimitActiveWait();
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, cancel) =>
        {
            cancel.Cancel = true;
            stop.Cancel();
        };
        return Run(parsed.GetValue(inputs), parsed.GetValue(seed), Path.GetFullPath(parsed.GetValue(output)!), parsed.GetValue(only) ?? "", stop.Token);
    }

    private static int Run(int inputs, int seed, string output, string only, CancellationToken stop)
    {
        Directory.CreateDirectory(output);
        Corpus.Make(Path.Combine(output, "corpus"));
        string work = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"residua-fuzzing-{Environment.ProcessId}")).FullName;
        string state = Path.Combine(output, $"tallies-{seed}.json");
        List<FuzzTally> tallies = File.Exists(state) ? ChecksummedJson.Read<FuzzTallies>(state).All : [];
        try
        {
            Reader[] readers = [.. Readers.Over(Path.Combine(output, "corpus"), work).Where(reader => reader.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
            int each = (inputs + readers.Length - 1) / readers.Length;
            Fuzz fuzz = new(seed, Path.Combine(output, "faults"));
            using Timer watch = new(_ => fuzz.Watch(), null, 1000, 1000);
            for (bool more = true; more && !stop.IsCancellationRequested;)
            {
                more = false;
                foreach (Reader reader in readers)
                {
                    FuzzTally? tally = tallies.FirstOrDefault(one => one.Reader == reader.Name);
                    if (tally is null)
                    {
                        tallies.Add(tally = new() { Reader = reader.Name });
                    }

                    int left = (int)Math.Min(AtOnce, each - tally.Inputs);
                    if (left > 0)
                    {
                        more = true;
                        fuzz.Run(reader, tally, left, stop);
                        fuzz.Found.ForEach(Console.WriteLine);
                        fuzz.Found.Clear();
                        ChecksummedJson.Write(state, new FuzzTallies(tallies));
                    }
                }

                Console.Error.WriteLine($"{tallies.Sum(one => one.Inputs):N0} inputs, {tallies.Sum(one => one.Faults):N0} faults, {tallies.Sum(one => one.Seconds):F0} s, {Environment.WorkingSet >> 20} MiB");
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        Show(tallies);
        return tallies.Any(one => one.Faults > 0) ? 1 : 0;
    }

    private static void Show(List<FuzzTally> tallies)
    {
        Console.WriteLine("| reader | inputs | values | refused | faults | seconds | slowest, ms | most memory, MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (FuzzTally one in tallies)
        {
            Console.WriteLine($"| {one.Reader} | {one.Inputs:N0} | {one.Values:N0} | {one.Refused:N0} | {one.Faults:N0} | {one.Seconds:F0} | {1000 * one.Slowest:F0} | {one.MostBytes / 1048576.0:F1} |");
        }
    }

    private sealed record FuzzTallies(List<FuzzTally> All);
}
