using System.Diagnostics;
using System.IO.Compression;
using Residua.Data;
using Xunit;

namespace Residua.Tests.Data;

/// <summary>What files are read from: pipes too, and gzip to the last byte.</summary>
public sealed class InputFileTests : IDisposable
{
    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_named_pipe_is_read_to_its_end_and_one_without_a_writer_is_empty()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Named pipes are made by mkfifo.");
        }

        string pipe = _folder["pipe"];
        Process.Start("mkfifo", [pipe]).WaitForExit();
        Assert.Empty(InputFile.ReadAllBytes(pipe));
        // The writer opens first, and waits for a reader.
        Task writer = Process.Start("bash", ["-c", "cat \"$1\" >\"$2\"", "bash", Store(s_pixels), pipe]).WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(s_pixels, InputFile.ReadAllBytes(pipe));
        await writer.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_device_without_end_is_given_up_at_the_limit()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("There is no /dev/zero.");
        }

        Assert.Contains("gives more than 1024 MiB", Assert.Throws<InvalidDataException>(() => InputFile.Open("/dev/zero")).Message);
    }

    [Fact]
    public void Gzip_is_verified_to_the_end_of_every_member()
    {
        string file = _folder["images.gz"], spoilt = _folder["spoilt.gz"];
        IdxFile.WriteImages(file, s_pixels, 4, 4);
        byte[] whole = File.ReadAllBytes(file);
        Assert.Equal(s_pixels, IdxFile.ReadImages(file).Pixels);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(spoilt, whole[..length]);
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(spoilt));
        }

        for (int at = whole.Length - 8; at < whole.Length; at++) // checksum and length
        {
            byte[] wrong = [.. whole];
            wrong[at] ^= 1;
            File.WriteAllBytes(spoilt, wrong);
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(spoilt));
        }
    }

    [Fact]
    public void Members_of_a_gzip_file_one_after_another_are_one_file_each_verified()
    {
        byte[] raw = Raw(), first = Zip(raw[..20]), second = Zip(raw[20..]);
        string file = _folder["two.gz"];
        File.WriteAllBytes(file, [.. first, .. second]);
        Assert.Equal(s_pixels, IdxFile.ReadImages(file).Pixels);
        first[^5] ^= 1; // the checksum of the first
        File.WriteAllBytes(file, [.. first, .. second]);
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(file));
        File.WriteAllBytes(file, [.. Zip(raw[..20]), .. second[..^3]]);
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(file));
    }

    private string Store(byte[] bytes)
    {
        File.WriteAllBytes(_folder["stored"], bytes);
        return _folder["stored"];
    }

    private byte[] Raw()
    {
        IdxFile.WriteImages(_folder["raw"], s_pixels, 4, 4);
        return File.ReadAllBytes(_folder["raw"]);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
