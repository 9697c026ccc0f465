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
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
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
