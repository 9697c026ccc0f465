namespace Residua.Data;

/// <summary>A folder with the four IDX files of a data set.</summary>
internal static class IdxFolder
{
    private const int Classes = 10;

    /// <summary>The names of the parts that the folder lacks.</summary>
    public static IReadOnlyList<string> Lacking(string folder) =>
        [.. IdxPart.All.Where(part => part.FindIn(folder) is null).Select(part => part.Name)];

    /// <summary>Reads a folder of which nothing is known.</summary>
    public static DataSet Open(string folder) => Open(folder, Path.GetFileName(folder), null);

    /// <summary>Reads a folder and, where its content is known, checks it against that.</summary>
    public static DataSet Open(string folder, string name, KnownContent? known)
    {
        var train = Read(folder, IdxPart.TrainImages, IdxPart.TrainLabels, known);
        var test = Read(folder, IdxPart.TestImages, IdxPart.TestLabels, known);
        if ((train.Rows, train.Columns) != (test.Rows, test.Columns))
        {
            throw new InvalidDataException(
                $"{folder} does not hold one data set: its training images are {train.Rows} x {train.Columns} pixels, its test images {test.Rows} x {test.Columns}.");
        }
        return new DataSet(name, train, test, known?.Sha256.Count == IdxPart.All.Count, folder);
    }

    /// <summary>Checks a folder of which nothing is known.</summary>
    public static DataLocation Locate(string folder) => Locate(folder, Path.GetFileName(folder), null);

    /// <summary>Checks a folder by reading it.</summary>
    public static DataLocation Locate(string folder, string name, KnownContent? known)
    {
        try
        {
            var data = Open(folder, name, known);
            return new DataLocation(name, data.Verified ? DataState.Verified : DataState.Unverified, folder, "");
        }
        catch (FileNotFoundException missing)
        {
            return new DataLocation(name, DataState.Missing, null, missing.Message);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new DataLocation(name, DataState.Damaged, folder, broken.Message);
        }
    }

    private static ImageSet Read(string folder, IdxPart imagePart, IdxPart labelPart, KnownContent? known)
    {
        var (imagePath, images) = Read(folder, imagePart, known);
        var (labelPath, labels) = Read(folder, labelPart, known);
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new InvalidDataException(
                $"{labelPath} does not belong to {imagePath}: it has {labels.Dimensions[0]} labels for {images.Dimensions[0]} images.");
        }
        if (ImageSet.FirstLabelOutside(labels.Body, Classes) is { } wrong)
        {
            throw new InvalidDataException($"{labelPath} holds label {labels.Body[wrong]} at index {wrong}, outside 0..{Classes - 1}.");
        }
        return new ImageSet(images.Body, labels.Body, images.Dimensions[1], images.Dimensions[2], Classes);
    }

    private static (string Path, IdxContent Content) Read(string folder, IdxPart part, KnownContent? known)
    {
        var path = part.FindIn(folder) ?? throw new FileNotFoundException(
            $"{folder} lacks {string.Join(", ", Lacking(folder))}; a data set is the four IDX files {string.Join(", ", IdxPart.All.Select(p => p.Name))}, raw or .gz.");
        var content = IdxReader.Read(path, part.Magic);
        known?.Check(part, path, content);
        return (path, content);
    }
}
