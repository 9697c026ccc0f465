namespace Residua.Tests;

/// <summary>
/// Collections of tests that run beside all others: they call the program in processes of its own (<see
/// cref="App.ProgramProcess"/>), and make no tensor and draw no figure in this one.
/// </summary>
internal static class TestStreams
{
    public const string Sweeps = "sweeps", Slurm = "Slurm", Requeue = "requeued by Slurm", Explorer = "explorer";
}
