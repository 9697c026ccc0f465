using System.Diagnostics;

namespace Residua.Pruning;

/// <summary>Measures pieces of work against each other on a machine that may be busy with other things.</summary>
public static class Latency
{
    /// <summary>
    /// Runs all pieces once to warm up, and then in rounds, each of which runs every piece once, in turn from another one on: what slows
    /// the machine for a while slows all alike, and none always follows the same one.
    /// </summary>
    /// <param name="work">The pieces.</param>
    /// <param name="batch">Images at a time, for the result.</param>
    /// <param name="rounds">Rounds, 1 or more.</param>
    /// <param name="progress">Told the share done; null for nobody.</param>
    /// <param name="cancellation">Ends it between rounds.</param>
    public static IReadOnlyList<LatencyStatistics> Measure(
        IReadOnlyList<Action> work, int batch, int rounds, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        double[][] seconds = [.. work.Select(_ => new double[rounds])];
        foreach (Action piece in work)
        {
            piece();
        }

        for (int round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < work.Count; i++)
            {
                int at = (i + round) % work.Count;
                long begin = Stopwatch.GetTimestamp();
                work[at]();
                seconds[at][round] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }

            progress?.Invoke((round + 1.0) / rounds);
        }

        return [.. seconds.Select(times => times.Order().ToArray()).Select(times => new LatencyStatistics(
            batch, rounds, Quantile(times, 0.5), Quantile(times, 0.25), Quantile(times, 0.75)))];
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
