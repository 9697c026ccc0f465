namespace Residua.Runs;

/// <summary>Opens files to be read, with one wording for those that are not there.</summary>
internal static class InputFile
{
    /// <summary>A stream over the file, read from its beginning.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' is a folder; name a file in it.", path);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}'; check the path.", path);
        }

        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
    }

    /// <summary>All bytes of the file.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] ReadAllBytes(string path)
    {
        using FileStream stream = Open(path);
        if (stream.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes, too many for a file of its kind.");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
