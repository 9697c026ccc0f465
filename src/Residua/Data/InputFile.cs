using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Residua.Data;

/// <summary>Opens files to be read, with one wording for those that are not there.</summary>
/// <remarks>
/// What cannot seek (a pipe such as <c>&lt;(…)</c>, a named pipe, a device) is read into memory first, to its end or to
/// <see cref="MostOfStream"/>. A named pipe that nobody opens to write within half a second is empty.
/// </remarks>
public static partial class InputFile
{
    /// <summary>The most bytes that are read of what cannot seek: 1 GiB.</summary>
    public const int MostOfStream = 1 << 30;

    private const int Buffer = 1 << 16, MostWaits = 50, WaitMilliseconds = 10;

    /// <summary>A stream over the file that can seek, read from its beginning.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or it is a folder.</exception>
    /// <exception cref="InvalidDataException">It is a pipe or a device, and holds more than <see cref="MostOfStream"/> bytes.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new FileNotFoundException($"'{path}' is a folder; name a file in it.", path);
        }

        using FileStream? pipe = OpenPipe(path);
        try
        {
            return pipe is null
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, FileOptions.SequentialScan)
                : ReadToEnd(pipe, path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"There is no file '{path}'; check the path.", path, missing);
        }
    }

    /// <summary>All bytes of the file.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] ReadAllBytes(string path)
    {
        using Stream stream = Open(path);
        if (stream.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes, too many for a file of its kind.");
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // What is at a path if it cannot seek; null for a file, and for what cannot be opened, whose error opening it again gives.
    private static FileStream? OpenPipe(string path)
    {
        const int NonBlocking = 0x800, CloseOnExec = 0x80000, SetFlags = 4;
        if (!OperatingSystem.IsLinux() || OpenDescriptor(path, NonBlocking | CloseOnExec) is not (>= 0 and var descriptor))
        {
            return null;
        }

        _ = Control(descriptor, SetFlags, 0); // reading waits for who writes
        FileStream stream = new(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, Buffer);
        if (!stream.CanSeek || (stream.Length == 0 && stream.ReadByte() >= 0)) // the latter is a device, or a file of the kernel's
        {
            if (stream.CanSeek)
            {
                stream.Position = 0;
            }

            return stream;
        }

        stream.Dispose();
        return null;
    }

    private static MemoryStream ReadToEnd(Stream stream, string path)
    {
        MemoryStream all = new();
        byte[] part = new byte[Buffer];
        int read = stream.Read(part);
        for (int wait = 0; read == 0 && wait < MostWaits; wait++) // for one who is about to open it and write
        {
            Thread.Sleep(WaitMilliseconds);
            read = stream.Read(part);
        }

        for (; read > 0; read = stream.Read(part))
        {
            if (all.Length + read > MostOfStream)
            {
                throw new InvalidDataException($"'{path}' is no file but a pipe or a device, and gives more than {MostOfStream >> 20} MiB; store it in a file first.");
            }

            all.Write(part, 0, read);
        }

        all.Position = 0;
        return all;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int value);
}
