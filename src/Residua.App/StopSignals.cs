using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Residua.App;

/// <summary>
/// Turns Ctrl-C and a request to end into a wish to stop; a second one ends the program at once, unless it comes with the first: schedulers signal a job's script, which hands it on,
/// and all its processes besides.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan s_together = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private long _first;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="error">Told of the first wish; it must not throw, for a signal may come because it has gone.</param>
    public StopSignals(TextWriter error) =>
        _registrations = [.. Signals().Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_stop.IsCancellationRequested)
            {
                // A terminal that closes does not insist.
                context.Cancel = signal == PosixSignal.SIGHUP || Stopwatch.GetElapsedTime(_first) < s_together;
                return;
            }

            context.Cancel = true;
            Stop();
            error.WriteLine("Stopping as soon as what is done can be kept; once more stops at once.");
        }))];

    // A terminal that closes is a wish to end as well, unless the program was started so that it outlives it (nohup).
    private static IEnumerable<PosixSignal> Signals()
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        string? mask = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal))?[Ignored.Length..].Trim() : null;
        bool outlives = mask is { Length: > 0 } && (Convert.ToUInt64(mask, 16) & 1) != 0; // SIGHUP is number 1
        return outlives ? [PosixSignal.SIGINT, PosixSignal.SIGTERM] : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Wishes to stop.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}
