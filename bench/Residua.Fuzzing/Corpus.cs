using Residua.App;
using Residua.Data;
using Residua.Runs;
using SkiaSharp;

namespace Residua.Fuzzing;

/// <summary>Real files of every kind that the program reads, made by the program itself: small, and the same every time.</summary>
internal static class Corpus
{
    private static readonly string[] s_small = ["--neurons", "16", "--layers", "3", "--batch", "20", "--threads", "1", "--quiet"];

    /// <summary>Makes them in a folder, unless they are there.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        string making = folder + ".making", data = Path.Combine(making, "data");
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        Directory.CreateDirectory(data);
        Images(data, "train", 60);
        Images(data, "t10k", 20);
        byte[] pixels = [.. Enumerable.Range(0, 10 * 16).Select(i => (byte)(i * 37))];
        IdxFile.WriteImages(Path.Combine(making, "images-idx3-ubyte.gz"), pixels, 4, 4);
        File.WriteAllBytes(Path.Combine(making, "two.gz"), [.. File.ReadAllBytes(Path.Combine(making, "images-idx3-ubyte.gz")), .. File.ReadAllBytes(Path.Combine(making, "images-idx3-ubyte.gz"))]);
        Pictures(making, pixels);

        string run = Path.Combine(making, "run"), stopped = Path.Combine(making, "stopped");
        Run(["train", "--data", data, "--out", run, "--epochs", "2", .. s_small]);
        Run(["analyze", run, "--what", "all", "--quiet"]);
        Stop(data, stopped);
        Run(["sweep", "--out", Path.Combine(making, "study"), "--grid", $"data={data}", "neurons=16", "layers=3", "batch=20", "epochs=1", "seed=1..2", "--quiet"]);
        Plan(Path.Combine(making, "plan"));
        File.Copy(Path.Combine(run, "spec.json"), Path.Combine(making, "config.json"));
        File.WriteAllText(Path.Combine(making, "study.json"), """{ "name": "s", "preset": "quick-shared", "grid": { "layers": [2, 3], "seed": "1..4", "drops": ["0.5,0.8"], "bias": true }, "analyze": ["unroll"] }""");
        File.WriteAllText(Path.Combine(making, "scorecard.json"), Analysis.Scorecard.Build(
            new Dictionary<string, IReadOnlyList<Analysis.Measurement>> { ["C1"] = [Analysis.Measurements.TestError(1, 0.0147, 4000)] }, ["quick-shared"], "digits", quick: true).ToJson());
        Npz.Write(Path.Combine(making, "more.npz"), new Dictionary<string, NpyArray> { ["a"] = NpyArray.Of([1f, 2f, 3f, 4f], 2, 2), ["b"] = NpyArray.Of([1L, 2L], 2) });
        Npy(Path.Combine(making, "a.npy"), "<f4", [2, 2], [.. new[] { 1f, 2f, 3f, 4f }.SelectMany(BitConverter.GetBytes)]);
        Npy(Path.Combine(making, "b.npy"), "|u1", [10, 4, 4], pixels);
        Directory.Move(making, folder);
    }

    private static void Images(string folder, string part, int count)
    {
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];
        byte[] pixels = [.. labels.SelectMany((label, i) => Enumerable.Range(0, 16).Select(p => (byte)(p == label ? 255 : (i * p) % 50)))];
        IdxFile.WriteImages(Path.Combine(folder, $"{part}-images-idx3-ubyte"), pixels, 4, 4);
        IdxFile.WriteLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), labels);
    }

    private static void Pictures(string folder, byte[] pixels)
    {
        using SKBitmap bitmap = new(new SKImageInfo(4, 4, SKColorType.Gray8, SKAlphaType.Opaque));
        pixels.AsSpan(0, 16).CopyTo(bitmap.GetPixelSpan());
        foreach ((SKEncodedImageFormat format, string extension) in new[] { (SKEncodedImageFormat.Png, "png"), (SKEncodedImageFormat.Jpeg, "jpg"), (SKEncodedImageFormat.Webp, "webp") })
        {
            using SKData data = bitmap.Encode(format, 90);
            File.WriteAllBytes(Path.Combine(folder, $"digit.{extension}"), data.ToArray());
        }
    }

    private static void Npy(string path, string type, int[] shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 10 - 1) + "\n";
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. System.Text.Encoding.ASCII.GetBytes(header), .. data]);
    }

    // A training that was interrupted: with a checkpoint, and a note of where it stood.
    private static void Stop(string data, string run)
    {
        using CancellationTokenSource stop = new();
        string[] command = ["train", "--data", data, "--out", run, "--epochs", "20000", .. s_small];
        Task<int> training = Task.Run(() => App.Program.Run(command, TextWriter.Null, TextWriter.Null, stop.Token));
        while (!File.Exists(Path.Combine(run, "checkpoint", "checkpoint.safetensors")) && !training.IsCompleted)
        {
            Thread.Sleep(5);
        }

        stop.Cancel();
        int code = training.GetAwaiter().GetResult();
        if (code != ExitCode.Interrupted)
        {
            throw new InvalidOperationException($"The training that was to be stopped ended with {code}.");
        }
    }

    private static void Plan(string folder)
    {
        Directory.CreateDirectory(folder);
        new App.Reproduction.ReproductionPlan { Quick = true, Data = "digits", Networks = ["shared"], Seeds = [1, 2], Threads = 1, Device = "cpu" }.StartOrGoOnIn(folder);
    }

    private static void Run(string[] command)
    {
        using StringWriter error = new();
        if (App.Program.Run(command, TextWriter.Null, error) != ExitCode.Done)
        {
            throw new InvalidOperationException($"residua {string.Join(' ', command)}: {error}");
        }
    }
}
