namespace Residua.Runs;

/// <summary>
/// Held while a program trains a run, so that two never do at once. An advisory lock on the file "lock": it goes with
/// its process, however that ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a run folder.</summary>
    /// <exception cref="IOException">Another program holds it.</exception>
    public static RunLock Take(string folder)
    {
        try
        {
            return new(new FileStream(PathOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (File.Exists(PathOf(folder)))
        {
            throw new IOException($"Another program is training '{folder}'; wait for it, or stop it first.", failure);
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
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static string PathOf(string folder) => Path.Combine(folder, "lock");
}
