using System.Text;

namespace Residua.App.Output;

/// <summary>
/// Standard output or standard error, which may go away or be full at any moment: a terminal that closes, a pipe whose reader
/// has gone, a full disk. The first write that fails is remembered and told; it and those after it are lost, and throw nothing.
/// </summary>
internal sealed class StandardWriter(TextWriter inner, string name) : TextWriter
{
    private readonly Lock _lock = new();

    /// <summary>Told once, when a write fails for the first time.</summary>
    public event Action? Broken;

    /// <summary>What is wrong, as a sentence; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <inheritdoc />
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Standard output.</summary>
    public static StandardWriter Output() => new(Console.IsOutputRedirected ? Redirected(1) ?? Console.Out : Console.Out, "Standard output");

    /// <summary>Standard error.</summary>
    public static StandardWriter Error() => new(Console.IsErrorRedirected ? Redirected(2) ?? Console.Error : Console.Error, "Standard error");

    /// <inheritdoc />
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <inheritdoc />
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    /// <inheritdoc />
    public override void Flush() => Try(inner.Flush);

    // The runtime's own stream takes a pipe without a reader for one that has read.
    private static StreamWriter? Redirected(int descriptor) => OperatingSystem.IsLinux()
        ? new(new DescriptorStream(descriptor), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true }
        : null;

    private void Try(Action write)
    {
        lock (_lock)
        {
            if (Fault is not null)
            {
                return;
            }

            try
            {
                write();
                return;
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException or NotSupportedException)
            {
                Fault = $"{name} could not be written: {failure.Message.TrimEnd('.')}.";
            }
        }

        Broken?.Invoke();
    }
}
