using System.Diagnostics;
using System.Globalization;
using Residua.Runs;

namespace Residua.App.Studies;

/// <summary>
/// Held while a program sweeps a study, so that two never do at once, also from two machines. It is the folder "sweeping", which comes and goes by renames alone, and
/// its owner counts in it: one that is seen to count, or to run on this machine, is alive. Clocks are not compared.
/// </summary>
internal sealed class SweepClaim : IDisposable
{
    private const int MostAttempts = 10;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5), s_patience = TimeSpan.FromMinutes(1), s_samePlace = TimeSpan.FromSeconds(5); // a network's folders may be seen half a minute late

    private readonly string _folder;
    private readonly SweepOwner _owner;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lost = new();
    private long _beats;
    private bool _released;

    private SweepClaim(string folder, SweepOwner owner)
    {
        (_folder, _owner) = (folder, owner);
        _timer = new(_ => Beat(), null, s_beat, s_beat);
    }

    /// <summary>Set when another program took it over, having taken this one for dead.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes it.</summary>
    /// <param name="study">The study's folder, which exists.</param>
    /// <param name="patience">How long one on another machine must not count to be taken for dead; a minute unless given.</param>
    /// <param name="stop">Ends the wait for one on another machine.</param>
    /// <exception cref="IOException">Another program sweeps the study.</exception>
    public static SweepClaim Take(string study, TimeSpan? patience = null, CancellationToken stop = default)
    {
        SweepOwner owner = new()
        {
            Token = Guid.NewGuid().ToString("N"),
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Started = Process.GetCurrentProcess().StartTime.ToUniversalTime(),
        };
        for (int attempt = 1; ; attempt++)
        {
            string aside = Path.Combine(study, $".sweep-{owner.Token}");
            Directory.CreateDirectory(aside);
            ChecksummedJson.Write(OwnerIn(aside), owner);
            if (TryRename(aside, PathOf(study)))
            {
                return new(study, owner);
            }

            Directory.Delete(aside, recursive: true);
            if (OwnerOf(study) is { } other)
            {
                if (IsAlive(study, other, patience, stop))
                {
                    throw new IOException($"'{study}' is being swept by process {other.ProcessId} on {other.Host}; wait for it, or stop it by: residua sweep cancel {Output.Shell.Quote(study)}");
                }

                TakeAway(study, other.Token);
            }
            else if (attempt == MostAttempts)
            {
                throw new IOException($"'{PathOf(study)}' can be neither made nor read; see to permissions in '{study}', or delete it if nothing sweeps the study.");
            }
        }
    }

    /// <summary>Who sweeps a study now, or was killed while it did; null for nobody.</summary>
    public static SweepOwner? OwnerOf(string study)
    {
        try
        {
            return File.Exists(OwnerIn(PathOf(study))) ? ChecksummedJson.Read<SweepOwner>(OwnerIn(PathOf(study))) : null;
        }
        catch (IOException)
        {
            return null; // it went between two looks
        }
    }

    /// <summary>Whether an owner runs: on this machine its process says so, on another its counting.</summary>
    public static bool IsAlive(string study, SweepOwner owner, TimeSpan? patience = null, CancellationToken stop = default)
    {
        if (owner.Host == Environment.MachineName)
        {
            try
            {
                using Process process = Process.GetProcessById(owner.ProcessId);
                return (process.StartTime.ToUniversalTime() - owner.Started).Duration() < s_samePlace; // else another of the same number
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
            {
                return false;
            }
        }

        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < (patience ?? s_patience))
        {
            if (OwnerOf(study) is not { } now || now.Token != owner.Token || now.Beats != owner.Beats)
            {
                return true; // it counts, or another has come since
            }

            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.5));
            stop.ThrowIfCancellationRequested();
        }

        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _released = true;
        }

        _timer.Dispose();
        _lost.Dispose();
        TakeAway(_folder, _owner.Token);
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (_released)
            {
                return;
            }

            try
            {
                if (OwnerOf(_folder)?.Token != _owner.Token)
                {
                    _released = true;
                    _lost.Cancel();
                    return;
                }

                ChecksummedJson.Write(OwnerIn(PathOf(_folder)), _owner with { Beats = ++_beats });
            }
            catch (IOException)
            {
                // Where the disk is full, what is computed will say so.
            }
        }
    }

    // A rename first: of two that take it away at once, one succeeds; and what was renamed may be one that came since.
    private static void TakeAway(string study, string token)
    {
        if (OwnerOf(study)?.Token != token)
        {
            return;
        }

        string aside = Path.Combine(study, $".swept-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}");
        if (!TryRename(PathOf(study), aside))
        {
            return;
        }

        if (ChecksummedJson.Read<SweepOwner>(OwnerIn(aside)).Token == token || !TryRename(aside, PathOf(study)))
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static bool TryRename(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string PathOf(string study) => Path.Combine(study, "sweeping");

    private static string OwnerIn(string claim) => Path.Combine(claim, "owner.json");
}
