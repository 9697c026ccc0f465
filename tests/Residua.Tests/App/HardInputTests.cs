using System.Diagnostics;
using Residua.App;
using Residua.Data;
using Residua.Runs;
using Residua.Tests.Data;
using SkiaSharp;
using Xunit;

namespace Residua.Tests.App;

/// <summary>Arguments, numbers and files that people give by mistake: told in one sentence before any work, with nothing left behind.</summary>
public sealed class HardInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--batch", "2147483647", "a whole number from 1 to 1048576")]
    [InlineData("--epochs", "2147483648", "a whole number from 0 to 1000000")]
    [InlineData("--neurons", "2000000", "a whole number from 1 to 1000000")]
    [InlineData("--learning-rate", "1e400", "a number from 0 to 1E+30")]
    [InlineData("--learning-rate", "NaN", "a number from 0 to 1E+30")]
    [InlineData("--weight-mean", "-1e31", "a number from -1E+30 to 1E+30")]
    [InlineData("--threads", "0", "a whole number from 1 to 65536")]
    [InlineData("--epochs", "", "NUMBER, not an empty text")]
    [InlineData("--data", "", "NAME|DIR, not an empty text")]
    [InlineData("--config", " ", "FILE, not an empty text")]
    public void A_value_beyond_all_measure_or_none_is_refused_by_its_option(string option, string value, string wanted)
    {
        (int code, _, string error) = Cli.Run("train", "--out", _folder["run"], option, value);
        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith($"{option} wants {wanted}", error);
        Assert.False(Path.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("analyze", "--what", "noise", "--noise-realisations", "2147483647")]
    [InlineData("analyze", "--what", "transients", "--transient-layers", "2147483647")]
    [InlineData("analyze", "--what", "separability", "--probe-train", "2147483647")]
    [InlineData("frontier", "--latency-rounds", "2147483647")]
    [InlineData("frontier", "--latency-batches", "2147483647")]
    [InlineData("frontier", "--refit-samples", "2147483647")]
    public void So_is_one_of_an_analysis(string command, params string[] options)
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run([command, run, .. options, "--quiet"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains($"{options[^2]} wants a whole number from ", error);
        Assert.Empty(RunFolder.Open(run).Results);
    }

    [Fact]
    public void A_specification_that_is_read_from_a_file_is_checked_as_well()
    {
        File.WriteAllText(_folder["spec.json"], """{ "network": { "layers": 2000000000 } }""");
        (int code, _, string error) = Cli.Run("train", "--config", _folder["spec.json"], "--out", _folder["run"]);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("makes no run: A network has 1 to 100000 layers, not 2000000000.", error);
        Assert.False(Path.Exists(_folder["run"]));
    }

    [Fact]
    public void What_takes_more_memory_than_there_is_says_so_and_leaves_nothing()
    {
        (int code, _, string error) = Cli.Run("train", "--data", SmallRun.Data(_folder), "--neurons", "1000000", "--out", _folder["run"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("This training takes 18", error);
        Assert.Contains("of memory, and there are ", error);
        Assert.False(Path.Exists(_folder["run"]));
        (code, string output, error) = Cli.Run("train", "--data", SmallRun.Data(_folder), "--neurons", "1000000", "--dry-run");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("more memory than there is", error);
        Assert.Contains("Memory", output);
    }

    [Fact]
    public void An_allocation_that_fails_is_exit_3()
    {
        Failure failure = Failure.Of(new System.ComponentModel.Win32Exception(12, "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 16000000000000 bytes. Error code 12"));
        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.StartsWith("There is not enough memory for this: 1", failure.Error);
        Assert.DoesNotContain("alloc_cpu", failure.Error);
        Assert.Equal(ExitCode.BadInput, Failure.Of(new InsufficientMemoryException()).ExitCode);
    }

    [Fact]
    public void A_warm_up_longer_than_the_training_warns()
    {
        (int code, _, string error) = Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), _folder["run"]), "--warmup", "1000"]);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("the warm-up of 1,000 steps is longer than the training of 6", error);
    }

    [Fact]
    public void A_class_that_samples_lack_is_bad_input()
    {
        string data = SmallRun.Data(_folder), run = _folder["run"];
        foreach (string part in new[] { "train", "t10k" })
        {
            string labels = Path.Combine(data, $"{part}-labels-idx1-ubyte");
            IdxFile.WriteLabels(labels, [.. IdxFile.ReadLabels(labels).Select(label => label == 3 ? (byte)4 : label)]);
        }

        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(data, run), "--quiet"]).Code);
        (int code, _, string error) = Cli.Run("analyze", run, "--what", "sensitive-neurons", "--quiet");
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("is of class 3", error);
    }

    [Fact]
    public void Pictures_are_read_whole_or_refused_and_what_is_unusual_is_noted()
    {
        string run = SmallRun.Train(_folder), images = _folder["images"];
        Directory.CreateDirectory(images);
        byte[] png = Picture(SKEncodedImageFormat.Png, p => (byte)(p == 3 ? 255 : 20));
        File.WriteAllBytes(Path.Combine(images, "A.PNG"), png);
        File.WriteAllBytes(Path.Combine(images, "b.JPeg"), Picture(SKEncodedImageFormat.Jpeg, p => (byte)(p * 10)));
        File.WriteAllBytes(Path.Combine(images, "c.webp"), Picture(SKEncodedImageFormat.Webp, p => (byte)(p * 10)));
        File.WriteAllBytes(Path.Combine(images, "d.png"), Picture(SKEncodedImageFormat.Png, _ => 0));
        File.WriteAllBytes(Path.Combine(images, "e.png"), Picture(SKEncodedImageFormat.Png, p => (byte)(p == 3 ? 0 : 250)));
        File.WriteAllText(Path.Combine(images, "notes.txt"), "x");
        (int code, System.Text.Json.JsonElement document) = Cli.Json("predict", run, "--images", images);
        Assert.Equal((ExitCode.Done, 5), (code, document.GetProperty("predictions").GetArrayLength()));
        (_, _, string error) = Cli.Run("predict", run, "--images", images);
        Assert.Contains("1 other files of the folder are no images by their names and were not read: notes.txt", error);
        Assert.Contains("d.png looks blank", error);
        Assert.Contains("e.png looks inverted", error);

        File.WriteAllBytes(_folder["cut.png"], png[..^20]);
        Assert.Contains("it ends too early", Refused(run, "cut.png"));
        byte[] large = [.. png];
        (large[18], large[22]) = (0xEA, 0xEA); // 60,000 × 60,000 by its header
        File.WriteAllBytes(_folder["large.png"], large);
        Assert.Contains("large.png", Refused(run, "large.png"));
        File.WriteAllBytes(_folder["empty.png"], []);
        Assert.Contains("is empty; it holds no image", Refused(run, "empty.png"));
    }

    [Fact]
    public void A_specification_is_read_from_a_pipe()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Pipes of a shell are Linux's.");
        }

        File.WriteAllText(_folder["spec.json"], """{ "name": "piped", "network": { "layers": 3 } }""");
        ProcessStartInfo start = new("bash", ["-c", "\"$1\" \"$2\" train --config <(cat \"$3\") --dry-run", "bash", "dotnet", Path.Combine(AppContext.BaseDirectory, "Residua.App.dll"), _folder["spec.json"]])
        {
            RedirectStandardOutput = true,
        };
        using Process bash = Process.Start(start)!;
        string output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        Assert.Equal(ExitCode.Done, bash.ExitCode);
        Assert.Contains("\"piped\"", output);
    }

    private string Refused(string run, string file)
    {
        (int code, _, string error) = Cli.Run("predict", run, "--images", _folder[file], "--quiet");
        Assert.Equal(ExitCode.BadInput, code);
        return error;
    }

    private static byte[] Picture(SKEncodedImageFormat format, Func<int, byte> pixel)
    {
        using SKBitmap bitmap = new(new SKImageInfo(4, 4, SKColorType.Gray8, SKAlphaType.Opaque));
        ((byte[])[.. Enumerable.Range(0, 16).Select(pixel)]).CopyTo(bitmap.GetPixelSpan());
        using SKData data = bitmap.Encode(format, 100);
        return data.ToArray();
    }
}
