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

    public StopSignals(TextWriter error) =>
        _registrations = [.. Signals().Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_stop.IsCancellationRequested)
            {
                context.Cancel = Stopwatch.GetElapsedTime(_first) < s_together;
                return;
            }

            context.Cancel = true;
            _first = Stopwatch.GetTimestamp();
            error.WriteLine("Stopping as soon as what is done can be kept; once more stops at once.");
            _stop.Cancel();
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

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }
}
