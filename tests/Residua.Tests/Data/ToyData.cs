using System.Security.Cryptography;
using Residua.Data;

namespace Residua.Tests.Data;

/// <summary>A published data set small enough for tests: 6 training and 3 test images of 2 x 4 pixels.</summary>
internal static class ToyData
{
    public static readonly byte[] TrainPixels = [.. Enumerable.Range(0, 48).Select(i => (byte)(i * 5))];
    public static readonly byte[] TrainLabels = [0, 1, 2, 3, 4, 9];
    public static readonly byte[] TestPixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 7))];
    public static readonly byte[] TestLabels = [5, 6, 7];

    public static KnownContent Known { get; } = new(6, 3, 2, 4, IdxPart.All.ToDictionary(part => part.Name, Sha256));

    public static KnownContent WithoutChecksums { get; } = Known with { Sha256 = new Dictionary<string, string>() };

    public static IDataSource Source(params Uri[] mirrors) => Source(Known, TimeSpan.FromMinutes(1), mirrors);

    public static IDataSource Source(KnownContent known, TimeSpan timeout, params Uri[] mirrors) =>
        new IdxSource("toy", "A toy.", known, new MirrorDownloader(mirrors, timeout));

    /// <summary>Writes the four files, gzipped unless told otherwise.</summary>
    public static string Write(string folder, string suffix = ".gz", char separator = '-')
    {
        Directory.CreateDirectory(folder);
        foreach (var part in IdxPart.All)
        {
            Write(part, Path.Combine(folder, part.Name.Replace("-idx", separator + "idx", StringComparison.Ordinal) + suffix));
        }
        return folder;
    }

    /// <summary>The gzipped content of a part, as a mirror would send it.</summary>
    public static byte[] Gzipped(string fileName)
    {
        using var folder = new TemporaryFolder();
        return File.ReadAllBytes(Path.Combine(Write(folder.Path), fileName));
    }

    private static void Write(IdxPart part, string path)
    {
        if (part.Magic == IdxFile.ImageMagic)
        {
            IdxFile.WriteImages(path, part == IdxPart.TrainImages ? TrainPixels : TestPixels, 2, 4);
        }
        else
        {
            IdxFile.WriteLabels(path, part == IdxPart.TrainLabels ? TrainLabels : TestLabels);
        }
    }

    private static string Sha256(IdxPart part)
    {
        using var folder = new TemporaryFolder();
        Write(part, folder["part"]);
        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["part"])));
    }
}
