using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Residua.App.Commands;
using Residua.App.Output;

namespace Residua.App.Studies;

/// <summary>Does runs by processes of this program, so many at a time. One that fails, or is killed, spoils no other.</summary>
/// <param name="work">The runs.</param>
/// <param name="jobs">Processes at a time.</param>
/// <param name="retries">How often one that failed is tried again; not where it would fail again in the same way.</param>
/// <param name="failFast">Whether the first failure stops all.</param>
internal sealed class ProcessPool(Workload work, int jobs, int retries, bool failFast)
{
    private const int Terminated = 128 + 15; // told to end before it could listen

    private readonly ConcurrentDictionary<string, (string Label, double Share)> _running = []; // by id
    private readonly Lock _bar = new();
    private int _over, _failed;

    /// <summary>Does them all; a wish to stop lets each save what is done.</summary>
    /// <returns>The notes of those that failed.</returns>
    public IReadOnlyList<CellNote> Run(Invocation call, IProgressBar bar, IReadOnlyList<WorkItem> items)
    {
        if (items.Count == 0)
        {
            return [];
        }

        ConcurrentQueue<WorkItem> queue = new(items);
        ConcurrentBag<CellNote> failures = [];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(call.Stop);
        long begin = Stopwatch.GetTimestamp();
        using Timer refresh = new(_ => Report(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Task.WaitAll([.. Enumerable.Range(0, Math.Min(jobs, items.Count)).Select(_ => Task.Run(Worker))]);
        return [.. failures];

        async Task Worker()
        {
            while (!stop.IsCancellationRequested && queue.TryDequeue(out WorkItem? item))
            {
                CellNote? failure = await Do(call, Line, item, stop.Token);
                _running.TryRemove(item.Id, out _);
                if (stop.IsCancellationRequested && failure is null)
                {
                    continue;
                }

                int over = Interlocked.Increment(ref _over);
                if (failure is null)
                {
                    Line($"{over} of {items.Count}: {item.Label} is done, {work.Look(item).Note?.Seconds ?? double.NaN:F1} s");
                    continue;
                }

                Interlocked.Increment(ref _failed);
                failures.Add(failure);
                Line($"{over} of {items.Count}: {item.Label} failed: {failure.Reason}");
                if (failFast)
                {
                    await stop.CancelAsync();
                }
            }
        }

        void Report()
        {
            double share = (double)_over / items.Count;
            TimeSpan left = _over > 0 ? Stopwatch.GetElapsedTime(begin) * ((1 - share) / share) : TimeSpan.Zero;
            lock (_bar)
            {
                bar.Report(share, $"{_over} of {items.Count}{(_failed > 0 ? $", {_failed} failed" : "")}"
                + $"{(_over > 0 ? $", {Readable.Duration(left)} left" : "")}: {string.Join("; ", _running.Values.Order().Select(one => $"{one.Label} {100 * one.Share:F0} %"))}");
            }
        }

        void Line(string text)
        {
            lock (_bar)
            {
                bar.Line(text);
            }
        }
    }

    // Null where it is done, or was stopped because all is.
    private async Task<CellNote?> Do(Invocation call, Action<string> line, WorkItem item, CancellationToken stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            (int exit, string reason, double seconds) = await Attempt(call, item, stop);
            if (exit is ExitCode.Interrupted or Terminated && stop.IsCancellationRequested)
            {
                return null;
            }

            CellStatus now = work.Look(item);
            if (exit == ExitCode.Done || now.State == CellState.Done) // by another program, perhaps
            {
                if (attempt > 1 && now.Note is { } done)
                {
                    work.Write(done with { Attempts = attempt });
                }

                return null;
            }

            CellNote note = new() { Id = item.Id, Outcome = CellOutcome.Failed, ExitCode = exit, Reason = reason, Attempts = attempt, Seconds = seconds };
            work.Write(note);
            if (attempt > retries || exit is ExitCode.Usage or ExitCode.Diverged || stop.IsCancellationRequested)
            {
                return note;
            }

            line($"{item.Label} failed and is tried again: {reason}");
        }
    }

    private async Task<(int Exit, string Reason, double Seconds)> Attempt(Invocation call, WorkItem item, CancellationToken stop)
    {
        long begin = Stopwatch.GetTimestamp();
        _running[item.Id] = (item.Label, 0);
        try
        {
            using ChildProgram child = new(
                ["sweep", "cell", work.Folder, item.Id, "--threads", $"{work.Threads}", "--device", work.Device, .. call.DataRootArguments, .. item.Arguments],
                Environment.CurrentDirectory,
                share => _running[item.Id] = (item.Label, share));
            using CancellationTokenRegistration asking = stop.Register(child.AskToStop);
            int exit = await child.Wait(CancellationToken.None);
            return (exit, ReasonOf(exit, child.LastLine), Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        catch (Win32Exception failure)
        {
            return (ExitCode.Bug, $"Its process cannot be started: {failure.Message}", 0);
        }
    }

    private static string ReasonOf(int exit, string lastLine) => exit switch
    {
        > 128 and not ExitCode.Interrupted => $"Its process was ended by signal {exit - 128}{(exit - 128 == 9 ? " (killed, perhaps for want of memory)" : "")}.",
        ExitCode.Interrupted => "Its process was told to stop.",
        _ => lastLine.Length > 0 ? lastLine : $"Its process ended with exit code {exit}.",
    };
}
