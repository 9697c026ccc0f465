using Xunit;

namespace Residua.Tests.Runs;

/// <summary>Damages a small file in every place and asks that it be read as before or refused by name.</summary>
internal static class Damage
{
    private const long MaximumAllocation = 8 << 20;
    private static readonly byte[] Flips = [0x01, 0x0f, 0x20, 0x80, 0xff];

    /// <param name="path">The file; it is restored afterwards.</param>
    /// <param name="read">Reads the file and returns all its content as text.</param>
    public static void EveryByte(string path, Func<string, string> read)
    {
        byte[] whole = File.ReadAllBytes(path);
        string content = read(path);
        int refused = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            foreach (byte flip in Flips)
            {
                byte[] damaged = [.. whole];
                damaged[i] ^= flip;
                refused += IsRefused(path, damaged, read, content, $"byte {i} of {whole.Length} ^ {flip:x2}") ? 1 : 0;
            }
        }

        Assert.True(refused > whole.Length, $"Only {refused} damaged files were refused.");
        File.WriteAllBytes(path, whole);
    }

    /// <inheritdoc cref="EveryByte"/>
    public static void EveryLength(string path, Func<string, string> read)
    {
        byte[] whole = File.ReadAllBytes(path);
        string content = read(path);
        for (int length = 0; length < whole.Length; length++)
        {
            bool refused = IsRefused(path, whole[..length], read, content, $"cut to {length} of {whole.Length}");
            Assert.True(refused || length == whole.Length - 1, $"Cut to {length} of {whole.Length} was read.");
        }

        File.WriteAllBytes(path, whole);
    }

    private static bool IsRefused(string path, byte[] damaged, Func<string, string> read, string content, string what)
    {
        File.WriteAllBytes(path, damaged);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? found = null;
        Exception? error = Record.Exception(() => found = read(path));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MaximumAllocation, $"{what}: too much memory was taken.");
        if (error is null)
        {
            Assert.True(found == content, $"{what}: read as something else:\n{found}");
            return false;
        }

        Assert.True(error is InvalidDataException, $"{what}: {error}");
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return true;
    }
}
