using System.Runtime.InteropServices;

namespace Residua.App;

/// <summary>Turns Ctrl-C and a request to end into a wish to stop; the second one ends the program at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals(TextWriter error) =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            context.Cancel = true;
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
