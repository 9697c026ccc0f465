using System.Text;
using System.Text.Json;
using Residua.App;
using Residua.Data;
using Residua.Networks;
using Residua.Numerics;
using Residua.Runs;
using Residua.Tests.Data;
using Residua.Training;
using SkiaSharp;
using Xunit;
using static TorchSharp.torch;

namespace Residua.Tests.App;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--early-exit")]
    public void Classes_of_the_test_images_are_those_of_the_evaluation(string option)
    {
        string run = SmallRun.Train(_folder);
        RunFolder folder = RunFolder.Open(run);
        ImageSet test = DataCatalog.Open(folder.Spec.Data, new(null, null, CancellationToken.None)).Test;
        using LayeredNetwork network = folder.LoadNetwork(CPU);
        (int code, JsonElement document) = Cli.Json(["predict", run, "--images", Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"), .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(ExitCode.Done, code);
        int[] classes = Classes(document);
        Assert.Equal(Evaluation.Measure(network, test).Error, classes.Where((c, i) => c != test.Labels[i]).Count() / (double)test.Count, 1e-12);
        JsonElement first = document.GetProperty("predictions")[0];
        Assert.Equal("t10k-images-idx3-ubyte#0", first.GetProperty("image").GetString());
        Assert.InRange(first.GetProperty("probability").GetDouble(), 0.1, 1);
        Assert.InRange(first.GetProperty("decisionLayer").GetInt32(), 0, 3);
    }

    [Fact]
    public void The_same_images_have_the_same_classes_in_every_format()
    {
        string run = SmallRun.Train(_folder), images = _folder["images"];
        Directory.CreateDirectory(images);
        IdxImages idx = IdxFile.ReadImages(Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"));
        int[] expected = Predict(run, Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"));
        string zipped = _folder["some.gz"];
        IdxFile.WriteImages(zipped, idx.Pixels, 4, 4);
        Assert.Equal(expected, Predict(run, zipped));

        Write("bytes.npy", "|u1", [20, 4, 4], idx.Pixels);
        Write("flat.npy", "|u1", [20, 16], idx.Pixels);
        Write("floats.npy", "<f4", [20, 4, 4], [.. idx.Pixels.SelectMany(pixel => BitConverter.GetBytes(pixel / 255f))]);
        Write("doubles.npy", "<f8", [20, 16], [.. idx.Pixels.SelectMany(pixel => BitConverter.GetBytes(pixel / 255.0))]);
        Assert.All(new[] { "bytes.npy", "flat.npy", "floats.npy", "doubles.npy" }, name => Assert.Equal(expected, Predict(run, _folder[name])));

        for (int i = 0; i < 20; i++)
        {
            Png(Path.Combine(images, $"{i:00}.png"), 4, 4, p => idx.Pixels[(i * 16) + p], grey: i % 2 == 0);
        }

        File.WriteAllText(Path.Combine(images, "notes.txt"), "no image");
        Assert.Equal(expected, Predict(run, images)); // in the order of names
    }

    [Fact]
    public void Images_are_pooled_as_the_runs()
    {
        string run = _folder["run"];
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), run), "--pool", "2", "--quiet"]).Code);
        IdxImages idx = IdxFile.ReadImages(Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"));
        Write("floats.npy", "<f8", [20, 4, 4], [.. idx.Pixels.SelectMany(pixel => BitConverter.GetBytes(pixel / 255.0))]);
        int[] expected = Predict(run, Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"));
        RunFolder folder = RunFolder.Open(run);
        ImageSet test = DataCatalog.Open(folder.Spec.Data, new(null, null, CancellationToken.None)).Test.Pool(2);
        using LayeredNetwork network = folder.LoadNetwork(CPU);
        Assert.Equal(Evaluation.Measure(network, test).Error, expected.Where((c, i) => c != test.Labels[i]).Count() / 20.0, 1e-12);
        Assert.Equal(20, Predict(run, _folder["floats.npy"]).Length);
        Write("small.npy", "|u1", [1, 2, 2], [1, 2, 3, 4]);
        Assert.Contains("4 × 4 pixels (which it pools by 2)", Fails(run, _folder["small.npy"]));
    }

    [Fact]
    public void A_table_and_csv_are_printed()
    {
        string run = SmallRun.Train(_folder), file = Path.Combine(_folder["data"], "train-images-idx3-ubyte");
        (int code, string output, _) = Cli.Run("predict", run, "--images", file, "--top", "3", "--early-exit", "--tolerance", "10", "--quiet");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("10 more; --csv or --json prints all", output);
        Assert.Contains("of 3 layers on average", output);
        (code, output, _) = Cli.Run("predict", run, "--images", file, "--csv", "--top", "2", "--quiet");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((ExitCode.Done, 61), (code, lines.Length));
        Assert.Equal("image,class,probability,decision_layer,layers_run,class_2,probability_2", lines[0].TrimEnd());
        Assert.All(lines, line => Assert.Equal(7, line.Split(',').Length));
    }

    [Fact]
    public void An_image_of_which_a_logit_is_not_finite_has_no_class()
    {
        string run = SmallRun.Train(_folder), huge = _folder["huge"];
        using (SafetensorsFile file = Safetensors.Read(Path.Combine(run, "model.safetensors")))
        {
            file.Tensors["classifier.weight"].Fill_(3e38);
            Safetensors.Write(_folder["huge.safetensors"], file.Tensors);
        }

        Assert.Equal(ExitCode.Done, Cli.Run("import", _folder["huge.safetensors"], "--layers", "3", "--data", _folder["data"], "--inputs", "16", "--out", huge).Code);
        string images = Path.Combine(_folder["data"], "t10k-images-idx3-ubyte");
        (int code, JsonElement document) = Cli.Json("predict", huge, "--images", images, "--top", "2");
        Assert.Equal((ExitCode.Done, 20), (code, document.GetProperty("undecided").GetInt32()));
        Assert.All(Classes(document), c => Assert.Equal(-1, c));
        (_, string output, string error) = Cli.Run("predict", huge, "--images", images);
        Assert.Contains("none: a logit is not finite", output);
        Assert.Contains("20 of 20 images have no class", error);
        Assert.Contains("#0,,,,3", Cli.Run("predict", huge, "--images", images, "--csv").Output);
    }

    [Fact]
    public void Bad_input_is_one_sentence_and_exit_3()
    {
        string run = SmallRun.Train(_folder), empty = _folder["empty"];
        Directory.CreateDirectory(empty);
        File.WriteAllText(_folder["text.png"], "no picture");
        File.WriteAllBytes(_folder["broken.png"], [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 1, 2, 3]);
        File.WriteAllBytes(_folder["nothing.npy"], []);
        Png(_folder["large.png"], 5, 4, _ => 0, grey: true);
        Write("wrong.npy", "|u1", [1, 3, 3], new byte[9]);
        Write("wide.npy", "|u1", [1, 15], new byte[15]);
        Write("single.npy", "|u1", [16], new byte[16]);
        Write("none.npy", "|u1", [0, 16], []);
        Write("ints.npy", "<i4", [1, 4, 4], new byte[64]);
        Write("nan.npy", "<f4", [1, 16], [.. Enumerable.Repeat(BitConverter.GetBytes(float.NaN), 16).SelectMany(bytes => bytes)]);
        Write("much.npy", "<f8", [1, 16], [.. Enumerable.Repeat(BitConverter.GetBytes(255.0), 16).SelectMany(bytes => bytes)]);
        Write("short.npy", "|u1", [2, 16], new byte[16]);
        (string File, string Sentence)[] bad =
        [
            ("missing.png", "There is no file or folder"), ("empty", "has no images in it"), ("text.png", "is neither an IDX file"), ("broken.png", "a picture that can be decoded"),
            ("nothing.npy", ""), ("large.png", "4 × 5 pixels, but the network takes 4 × 4"), ("wrong.npy", "3 × 3 pixels, but the network takes 4 × 4"),
            ("wide.npy", "15 pixels, but"), ("single.npy", "images are [B,H,W] or [B,P]"), ("none.npy", "1 or more"), ("ints.npy", "pixels are uint8"),
            ("nan.npy", "the pixel NaN in image 0"), ("much.npy", "lie in [0,1]"), ("short.npy", "do not agree"),
        ];
        Assert.All(bad, one => Assert.Contains(one.Sentence, Fails(run, _folder[one.File])));
        Assert.Contains("labels", Fails(run, Path.Combine(_folder["data"], "t10k-labels-idx1-ubyte")));
    }

    [Theory]
    [InlineData("--top 11", "tells 10 classes apart")]
    [InlineData("--top 0", "--top wants")]
    [InlineData("--tolerance 0.1", "which was not asked for")]
    [InlineData("--early-exit --tolerance -1", "a number from 0 to")]
    public void Options_that_make_no_sense_are_refused(string options, string sentence)
    {
        string run = SmallRun.Train(_folder);
        (int code, _, string error) = Cli.Run(["predict", run, "--images", Path.Combine(_folder["data"], "t10k-images-idx3-ubyte"), .. options.Split(' '), "--quiet"]);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, error);
    }

    [Fact]
    public void Early_exits_are_an_analysis_with_a_figure_and_a_perceptron_has_those_by_tolerance_alone()
    {
        string run = _folder["run"];
        Assert.Equal(ExitCode.Done, Cli.Run([.. SmallRun.Options(SmallRun.Data(_folder), run), "--network", "perceptron", "--quiet"]).Code);
        string images = Path.Combine(_folder["data"], "t10k-images-idx3-ubyte");
        Assert.Contains("Give --tolerance", Cli.Run("predict", run, "--images", images, "--early-exit", "--quiet").Error);
        Assert.Equal(ExitCode.Done, Cli.Run("predict", run, "--images", images, "--early-exit", "--tolerance", "0.1", "--quiet").Code);
        (int code, JsonElement document) = Cli.Json("analyze", run, "--what", "early-exit", "--exit-tolerances", "0.01,0.1", "--samples", "20");
        Assert.Equal((ExitCode.Done, 2), (code, document.GetProperty("results").GetProperty("early-exit").GetProperty("points").GetArrayLength()));
        Assert.True(File.Exists(Path.Combine(run, "figures", "early-exit.svg")));
    }

    private static int[] Predict(string run, string images)
    {
        (int code, JsonElement document) = Cli.Json("predict", run, "--images", images);
        Assert.Equal(ExitCode.Done, code);
        return Classes(document);
    }

    private static int[] Classes(JsonElement document) => [.. document.GetProperty("predictions").EnumerateArray().Select(one => one.GetProperty("class").GetInt32())];

    private static string Fails(string run, string images)
    {
        (int code, _, string error) = Cli.Run("predict", run, "--images", images, "--quiet");
        Assert.True(code == ExitCode.BadInput, $"{images}: {code} {error}");
        Assert.Single(error.TrimEnd().Split('\n'));
        return error;
    }

    private void Write(string name, string type, int[] shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}".PadRight(117) + "\n";
        File.WriteAllBytes(_folder[name], [0x93, .. Encoding.Latin1.GetBytes("NUMPY"), 1, 0, 118, 0, .. Encoding.Latin1.GetBytes(header), .. data]);
    }

    private static void Png(string path, int width, int height, Func<int, byte> pixel, bool grey)
    {
        using SKBitmap bitmap = new(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int p = 0; p < width * height; p++)
        {
            bitmap.SetPixel(p % width, p / width, new SKColor(pixel(p), pixel(p), pixel(p)));
        }

        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}
