using System.Diagnostics;

namespace Residua.Benchmarks;

/// <summary>A round's seconds, and its answer as numbers.</summary>
internal readonly record struct Lap(double Seconds, IReadOnlyList<double> Answer)
{
    /// <summary>Runs and times an action that answers.</summary>
    public static Lap Of(Func<IReadOnlyList<double>> action)
    {
        long begin = Stopwatch.GetTimestamp();
        IReadOnlyList<double> answer = action();
        return new(Stopwatch.GetElapsedTime(begin).TotalSeconds, answer);
    }
}
