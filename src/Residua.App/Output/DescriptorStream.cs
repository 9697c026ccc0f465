using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Residua.App.Output;

/// <summary>
/// Writes to a descriptor that the program was started with, where the descriptor stands: others may write to the same file,
/// before, after and meanwhile.
/// </summary>
internal sealed partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4, GetFlags = 1, CloseOnExec = 1;

    // Of what was inherited nothing closes on exec: such a descriptor is a file that the runtime opened where there was none.
    private readonly bool _isClosed = Control(descriptor, GetFlags) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    /// <exception cref="IOException">It cannot be written, or was closed when the program started.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isClosed)
        {
            throw new IOException("It is closed");
        }

        while (buffer.Length > 0)
        {
            nint written = WriteSome(descriptor, buffer, buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
            }
            else if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
            {
                throw new IOException(new Win32Exception(error).Message);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteSome(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
