namespace Residua.Runs;

/// <summary>
/// Writes a file so that its name only ever stands for a whole file: the bytes go to a file aside in the same folder
/// (<c>.name.random.tmp</c>), are flushed to the disk, and the file is renamed over the old one.
/// </summary>
/// <remarks>
/// Whatever fails, the old file stays as it was and the file aside is deleted; only a killed process leaves one behind.
/// The folder itself is not flushed: after a loss of power the name may still stand for the old file, never for a part
/// of the new one.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes what <paramref name="write"/> puts into the stream to <paramref name="path"/>.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content; the stream can seek and is closed afterwards.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The disk is full, or the folder or the file may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' is a folder; name a file in it.", nameof(path));
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': the folder '{folder}' does not exist; create it first.");
        }

        string aside = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream stream = new(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, full, overwrite: true);
        }
        catch (Exception error)
        {
            TryDelete(aside);
            if (error is UnauthorizedAccessException || error.GetType() == typeof(IOException))
            {
                throw new IOException(
                    $"Cannot write '{path}': {error.Message.TrimEnd('.')}. The file is as it was; see to space and permissions in '{folder}' and try again.",
                    error);
            }

            throw;
        }
    }

    /// <summary>Writes <paramref name="bytes"/> to <paramref name="path"/>.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark to <paramref name="path"/>.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static void TryDelete(string aside)
    {
        try
        {
            File.Delete(aside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error says why the write failed; this one would hide it.
        }
    }
}
