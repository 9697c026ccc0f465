using System.Diagnostics;

namespace Residua.Runs;

/// <summary>
/// Held while a program trains a run, or computes results for it from an explorer, so that two never do at once. An advisory lock on the file "lock": it goes with
/// its process, however that ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1), s_pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a run folder.</summary>
    /// <remarks>Tries for a second, for <see cref="IsHeld"/> of another program takes it for an instant.</remarks>
    /// <exception cref="IOException">Another program holds it.</exception>
    public static RunLock Take(string folder)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new(new FileStream(PathOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException failure) when (File.Exists(PathOf(folder)))
            {
                if (Stopwatch.GetElapsedTime(begin) > s_patience)
                {
                    throw new IOException($"Another program is training or analysing '{folder}'; wait for it, or stop it first.", failure);
                }
            }

            Thread.Sleep(s_pause);
        }
    }

    /// <summary>Whether a program holds the lock of a run folder now.</summary>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(PathOf(folder)))
        {
            return false;
        }

        try
        {
            using FileStream file = new(PathOf(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure is IOException; // of another user's run it is not known
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder) => Path.Combine(folder, "lock");
}
