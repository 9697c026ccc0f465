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
        Dictionary<string, double> differences = [], single = [];
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
                    catch (InvalidOperationException reason) when (contestant != contestants[0])
                    {
                        absent[contestant.Name] = reason.Message;
                        contestants.Remove(contestant);
                        contestant.Dispose();
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
                        // A peer that does a part of the job answers for that part.
                        double difference = own.Zip(lap.Answer, Difference).Max();
                        differences[contestant.Name] = Math.Max(difference, differences.GetValueOrDefault(contestant.Name));
                        if (lap.Answer.Count == 1)
                        {
                            single[contestants[0].Name] = own[0];
                            single[contestant.Name] = lap.Answer[0];
                        }
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
            Single = single,
            Agreement = job.Agreement,
            Absent = absent,
            Versions = bench.Versions,
        };
    }

    // What is a number on one side alone is as far off as can be.
    private static double Difference(double a, double b) =>
        (double.IsNaN(a) && double.IsNaN(b)) || a.Equals(b) ? 0 : Math.Abs(a - b) is var distance && double.IsNaN(distance) ? double.PositiveInfinity : distance;
}
