using Residua.Data;
using Residua.Tests.Data;

namespace Residua.Tests.App;

/// <summary>A data set of 60 + 20 images of 4 × 4 pixels, and the shortest training there is.</summary>
internal static class SmallRun
{
    /// <summary>Writes the data set into "data" of a folder.</summary>
    public static string Data(TemporaryFolder folder)
    {
        string path = folder["data"];
        Directory.CreateDirectory(path);
        Write("train", 60);
        Write("t10k", 20);
        return path;

        void Write(string part, int count)
        {
            byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];
            byte[] pixels = [.. labels.SelectMany((label, i) => Enumerable.Range(0, 16).Select(p => (byte)(p == label ? 255 : (i * p) % 50)))];
            IdxFile.WriteImages(Path.Combine(path, $"{part}-images-idx3-ubyte"), pixels, 4, 4);
            IdxFile.WriteLabels(Path.Combine(path, $"{part}-labels-idx1-ubyte"), labels);
        }
    }

    /// <summary>Options of a training of a second.</summary>
    public static string[] Options(string data, string run) =>
        ["train", "--data", data, "--out", run, "--neurons", "16", "--layers", "3", "--batch", "20", "--epochs", "2", "--threads", "1"];

    /// <summary>Trains into "run" of a folder.</summary>
    public static string Train(TemporaryFolder folder)
    {
        string run = folder["run"];
        (int code, _, string error) = Cli.Run([.. Options(Data(folder), run), "--quiet"]);
        Xunit.Assert.True(code == 0, error);
        return run;
    }
}
