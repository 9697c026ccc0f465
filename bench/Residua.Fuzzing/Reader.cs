namespace Residua.Fuzzing;

/// <summary>Something of the program that reads a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Corpus">Real files that it reads.</param>
/// <param name="Path">Where it looks for the file.</param>
/// <param name="Read">Reads the file, and disposes what it read.</param>
/// <param name="Spoil">Makes an input of two real files.</param>
internal sealed record Reader(string Name, IReadOnlyList<byte[]> Corpus, string Path, Action Read, Func<byte[], byte[], Random, byte[]> Spoil)
{
    /// <summary>What an input came to: null for a value, or what was thrown.</summary>
    public Exception? Try(byte[] input)
    {
        byte[]? own = File.Exists(Path) ? File.ReadAllBytes(Path) : null; // others read it as well
        File.WriteAllBytes(Path, input);
        try
        {
            Read();
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
        finally
        {
            if (own is not null)
            {
                File.WriteAllBytes(Path, own);
            }
        }
    }
}
