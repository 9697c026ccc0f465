namespace Residua.Benchmarks;

/// <summary>Runs a job's contestants in turn.</summary>
internal static class Runner
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50); // until a peer's idle threads sleep

    /// <summary>One round of warm-up for each contestant, then as many as asked for, alternating.</summary>
    public static Outcome Run(Comparison job, Workbench bench, int rounds, CancellationToken cancellation)
    {
        Dictionary<string, string> absent = [];
        List<Contestant> contestants = [];
        Dictionary<string, List<double>> seconds = [];
        Dictionary<string, double> differences = [];
        try
        {
            contestants.AddRange(job.Start(bench));
            IReadOnlyList<double> own = [];
            for (int round = job.IsWarmedUp ? -1 : 0; round < rounds; round++)
            {
                foreach (Contestant contestant in contestants.ToArray())
                {
                    cancellation.ThrowIfCancellationRequested();
                    Thread.Sleep(s_pause);
                    Lap lap;
                    try
                    {
                        lap = contestant.Run();
                    }
                    catch (InvalidOperationException reason)
                    {
                        absent[contestant.Name] = reason.Message;
                        contestants.Remove(contestant);
                        seconds.Remove(contestant.Name);
                        continue;
                    }

                    List<double> times = seconds.TryGetValue(contestant.Name, out List<double>? before) ? before : seconds[contestant.Name] = [];
                    if (round < 0)
                    {
                        continue;
                    }

                    times.Add(lap.Seconds / contestant.Share);
                    own = contestant == contestants[0] ? lap.Answer : own;
                    if (contestant != contestants[0] && lap.Answer.Count > 0)
                    {
                        differences[contestant.Name] = own.Zip(lap.Answer, (a, b) => double.IsNaN(a) && double.IsNaN(b) || a.Equals(b) ? 0 : Math.Abs(a - b)).Max();
                    }
                }

                Console.Error.WriteLine($"{job.Name}: round {round + 1} of {rounds}  {string.Join("  ", seconds.Where(pair => pair.Value.Count > 0).Select(pair => $"{pair.Key} {pair.Value[^1]:G4} s"))}");
            }
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }

        double median = Statistics.Of([.. seconds.First().Value]).Median;
        return new()
        {
            Name = job.Name,
            Title = job.Title,
            Date = DateTime.UtcNow,
            Threads = bench.Threads,
            Seconds = seconds.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
            Targets = new(job.Targets),
            Rate = job.Operations / median / 1e9,
            Differences = differences,
            Agreement = job.Agreement,
            Absent = absent,
            Versions = bench.Versions,
        };
    }
}
