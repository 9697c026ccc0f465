namespace Residua.Data;

/// <summary>What is known of a published data set, to tell it from something else under its name.</summary>
/// <param name="TrainCount">Number of training images.</param>
/// <param name="TestCount">Number of test images.</param>
/// <param name="Rows">Pixels from top to bottom.</param>
/// <param name="Columns">Pixels from left to right.</param>
/// <param name="Sha256">SHA-256 of the decompressed files by <see cref="IdxPart.Name"/>; empty where none is published.</param>
internal sealed record KnownContent(int TrainCount, int TestCount, int Rows, int Columns, IReadOnlyDictionary<string, string> Sha256)
{
    /// <summary>The sizes a part must have, [count] or [count, rows, columns].</summary>
    public int[] Dimensions(IdxPart part)
    {
        var count = part == IdxPart.TrainImages || part == IdxPart.TrainLabels ? TrainCount : TestCount;
        return part.Magic == IdxFile.ImageMagic ? [count, Rows, Columns] : [count];
    }

    /// <summary>Throws <see cref="InvalidDataException"/> unless a file is the part it is named after.</summary>
    public void Check(IdxPart part, string path, IdxContent content)
    {
        var expected = Dimensions(part);
        if (!content.Dimensions.AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException(
                $"{path} is not the original file: its sizes are {string.Join(" x ", content.Dimensions)}, not {string.Join(" x ", expected)}.");
        }
        if (Sha256.TryGetValue(part.Name, out var known) && content.Sha256() is var actual && actual != known)
        {
            throw new InvalidDataException(
                $"{path} is not the original file: the SHA-256 of its content is {actual}, not {known}; delete it and fetch it anew.");
        }
    }
}
