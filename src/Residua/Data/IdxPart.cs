namespace Residua.Data;

/// <summary>One of the four IDX files of a data set.</summary>
/// <param name="Name">Its name without .gz, as MNIST has it.</param>
/// <param name="Magic">What it begins with.</param>
internal sealed record IdxPart(string Name, int Magic)
{
    public static readonly IdxPart TrainImages = new("train-images-idx3-ubyte", IdxFile.ImageMagic);
    public static readonly IdxPart TrainLabels = new("train-labels-idx1-ubyte", IdxFile.LabelMagic);
    public static readonly IdxPart TestImages = new("t10k-images-idx3-ubyte", IdxFile.ImageMagic);
    public static readonly IdxPart TestLabels = new("t10k-labels-idx1-ubyte", IdxFile.LabelMagic);

    public static IReadOnlyList<IdxPart> All { get; } = [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>Its path in a folder, with or without .gz and in either spelling (-idx3- or .idx3-), or null.</summary>
    public string? FindIn(string folder)
    {
        var dotted = Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return new[] { Name, Name + ".gz", dotted, dotted + ".gz" }
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
