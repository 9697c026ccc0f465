using Residua.Data;
using Residua.Networks;
using Residua.Runs;
using SkiaSharp;
using TorchSharp;

namespace Residua.App.Specs;

/// <summary>Reads images that came from elsewhere: IDX (plain or gzipped), PNG, or .npy.</summary>
internal static class ForeignImages
{
    private const int Signature = 8;

    /// <summary>All images of a file, or of the .png, .npy and idx3 files in a folder by name: their names and pixels in [0,1], [B,P], pooled as a run's.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or none in the folder.</exception>
    /// <exception cref="InvalidDataException">A file is of another kind, damaged, or its images are not of the network's size.</exception>
    public static (string[] Names, torch.Tensor Pixels) Read(string path, NetworkSpec network, int pool, torch.ScalarType type, torch.Device device)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.GetFiles(path).Where(IsImages).Order(StringComparer.Ordinal)]
            : File.Exists(path) ? [path] : throw new FileNotFoundException($"There is no file or folder '{path}'; check the path.", path);
        if (files.Length == 0)
        {
            throw new FileNotFoundException($"'{path}' has no images in it; .png, .npy and idx3 files are looked for.", path);
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

        return ([.. names], torch.cat(pixels, 0).MoveToOuterDisposeScope());
    }

    private static bool IsImages(string path)
    {
        string name = Path.GetFileName(path);
        return Path.GetExtension(name) is ".png" or ".npy" || name.Contains("idx3", StringComparison.Ordinal);
    }

    private static torch.Tensor ReadFile(string path, NetworkSpec network, int pool)
    {
        byte[] start = new byte[Signature];
        using (FileStream stream = File.OpenRead(path))
        {
            stream.ReadAtLeast(start, Signature, throwOnEndOfStream: false);
        }

        ForeignSize size = new(path, network.Inputs, pool);
        switch (start)
        {
            case [0x89, (byte)'P', (byte)'N', (byte)'G', ..]:
                return ReadPng(path, size);
            case [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..]:
                return ReadNpy(path, size);
            case [0x1F, 0x8B, ..] or [0, 0, _, _, ..]:
                IdxImages images = IdxFile.ReadImages(path);
                return OfBytes(images.Pixels, images.Count, size.Check(images.Rows, images.Columns), pool);
            default:
                throw new InvalidDataException($"'{path}' is neither an IDX file of images, nor a PNG, nor a .npy file.");
        }
    }

    private static torch.Tensor ReadPng(string path, ForeignSize size)
    {
        using SKBitmap bitmap = SKBitmap.Decode(path) ?? throw new InvalidDataException($"'{path}' is damaged: it cannot be decoded as PNG.");
        (int rows, int columns) = size.Check(bitmap.Height, bitmap.Width);
        // Grey by the weights of Rec. 601; what is transparent is black.
        byte[] grey = [.. bitmap.Pixels.Select(pixel => (byte)Math.Round(((0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue)) * pixel.Alpha / 255))];
        return OfBytes(grey, 1, (rows, columns), size.Pool);
    }

    private static torch.Tensor ReadNpy(string path, ForeignSize size)
    {
        NpyArray array = Npy.Read(path);
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
