using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using SkiaSharp;
using TorchSharp;

namespace Residua.App.Specs;

/// <summary>
/// Reads images that came from elsewhere: IDX (plain or gzipped), .npy, or any picture the codec knows (PNG, JPEG, WebP, GIF,
/// BMP). What a file is is seen from its content.
/// </summary>
internal static class ForeignImages
{
    private const int Signature = 8;
    private static readonly string[] s_extensions = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".npy"];

    /// <summary>All images of a file, or of a folder's files by name, pooled as a run's, with pixels in [0,1].</summary>
    /// <param name="path">A file, or a folder of which files with an extension of pictures, .npy and idx3 are read.</param>
    /// <param name="network">The network that is to take them.</param>
    /// <param name="pool">How the run pools its images.</param>
    /// <param name="type">The type of the pixels.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <returns>The names and the pixels [B,P] of the images, and the files of the folder that were not read.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or none in the folder.</exception>
    /// <exception cref="InvalidDataException">A file is of another kind, damaged, or its images are not of the network's size.</exception>
    public static (string[] Names, torch.Tensor Pixels, string[] Skipped) Read(string path, NetworkSpec network, int pool, torch.ScalarType type, torch.Device device)
    {
        string[] all = Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)] : [];
        string[] files = Directory.Exists(path) ? [.. all.Where(IsImages)]
            : File.Exists(path) ? [path]
            : throw new FileNotFoundException($"There is no file or folder '{path}'; check the path.", path);
        if (files.Length == 0)
        {
            throw new FileNotFoundException($"'{path}' has no images in it; {string.Join(", ", s_extensions)} and idx3 files are looked for.", path);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        List<string> names = [];
        List<torch.Tensor> pixels = [];
        foreach (string file in files)
        {
            torch.Tensor own = ReadFile(file, network, pool).to(type, device);
            pixels.Add(own);
            names.AddRange(own.shape[0] == 1 ? [Path.GetFileName(file)] : Enumerable.Range(0, (int)own.shape[0]).Select(i => $"{Path.GetFileName(file)}#{i}"));
        }

        return ([.. names], torch.cat(pixels, 0).MoveToOuterDisposeScope(), [.. all.Except(files).Select(file => Path.GetFileName(file)!)]);
    }

    private static bool IsImages(string path)
    {
        string name = Path.GetFileName(path);
        return s_extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) || name.Contains("idx3", StringComparison.OrdinalIgnoreCase);
    }

    private static torch.Tensor ReadFile(string path, NetworkSpec network, int pool)
    {
        using Stream stream = InputFile.Open(path);
        byte[] start = new byte[Signature];
        start = start[..stream.ReadAtLeast(start, Signature, throwOnEndOfStream: false)];
        stream.Position = 0;
        ForeignSize size = new(path, network.Inputs, pool);
        switch (start)
        {
            case []:
                throw new InvalidDataException($"'{path}' is empty; it holds no image.");
            case [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..]:
                return ReadNpy(stream, path, size);
            case [0x1F, 0x8B, ..] or [0, 0, 8, ..]:
                IdxImages images = IdxFile.ReadImages(stream, path);
                return OfBytes(images.Pixels, images.Count, size.Check(images.Rows, images.Columns), pool);
            default:
                return ReadPicture(stream, path, size);
        }
    }

    private static torch.Tensor ReadPicture(Stream stream, string path, ForeignSize size)
    {
        using SKCodec codec = SKCodec.Create(stream) ?? throw new InvalidDataException(
            $"'{path}' is neither an IDX file of images, nor a .npy file, nor a picture that can be decoded; if it is one of these, it is damaged.");
        (int rows, int columns) = size.Check(codec.Info.Height, codec.Info.Width); // before memory is taken for it
        if (codec.EncodedOrigin != SKEncodedOrigin.TopLeft)
        {
            throw new InvalidDataException($"'{path}' is stored turned ({codec.EncodedOrigin}, by its EXIF data); save it upright.");
        }

        if (codec.FrameCount > 1)
        {
            throw new InvalidDataException($"'{path}' is a film of {codec.FrameCount} pictures; save the one to classify.");
        }

        using SKBitmap bitmap = new(new SKImageInfo(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) is not SKCodecResult.Success and var result)
        {
            throw new InvalidDataException($"'{path}' is damaged: {(result == SKCodecResult.IncompleteInput ? "it ends too early" : "it cannot be decoded")}.");
        }

        // Grey by the weights of Rec. 601; what is transparent is black.
        byte[] grey = [.. bitmap.Pixels.Select(pixel => (byte)Math.Round(((0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue)) * pixel.Alpha / 255))];
        return OfBytes(grey, 1, (rows, columns), size.Pool);
    }

    private static torch.Tensor ReadNpy(Stream stream, string path, ForeignSize size)
    {
        NpyArray array = Npy.Read(stream, path);
        long[] shape = [.. array.Shape];
        if (shape.Length is not (2 or 3) || shape[0] < 1)
        {
            throw new InvalidDataException($"'{path}' has the shape ({string.Join(", ", shape)}); images are [B,H,W] or [B,P] with B of 1 or more.");
        }

        (int rows, int columns) = shape.Length == 3 ? size.Check(shape[1], shape[2]) : size.Flat(shape[1]);
        int count = checked((int)shape[0]);
        if (array.ElementType == typeof(byte))
        {
            return OfBytes(array.AsBytes().ToArray(), count, (rows, columns), size.Pool);
        }

        double[] values = array.ElementType == typeof(double) ? array.AsDoubles().ToArray()
            : array.ElementType == typeof(float) ? [.. array.AsFloats().ToArray().Select(value => (double)value)]
            : throw new InvalidDataException($"'{path}' holds {array.ElementType.Name}; pixels are uint8 (0 to 255) or float (0 to 1).");
        int wrong = Array.FindIndex(values, value => !(value is >= 0 and <= 1));
        if (wrong >= 0)
        {
            throw new InvalidDataException($"'{path}' has the pixel {values[wrong]} in image {wrong / (rows * columns)}; pixels of type float lie in [0,1].");
        }

        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor cells = torch.tensor(values, [count, rows / size.Pool, size.Pool, columns / size.Pool, size.Pool]);
        return cells.mean([2, 4]).reshape(count, -1).MoveToOuterDisposeScope();
    }

    // As a data set's images: pooled to bytes first.
    private static torch.Tensor OfBytes(byte[] pixels, int count, (int Rows, int Columns) size, int pool)
    {
        ImageSet images = new ImageSet(pixels, new byte[count], size.Rows, size.Columns, 1).Pool(pool);
        return ImageTensors.Pixels(images, [.. Enumerable.Range(0, count)], torch.float64, torch.CPU);
    }
}
