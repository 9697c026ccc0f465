namespace Residua.Data;

/// <summary>Grey images with labels, in memory.</summary>
/// <remarks>
/// Pixels are bytes, row-major [Count, Rows, Columns]; labels [Count] lie in 0..Classes-1. A set holds at least one image.
/// The arrays are kept, not copied: do not change them afterwards. Methods return new sets and leave this one as it is.
/// </remarks>
public sealed class ImageSet
{
    /// <summary>Takes the two arrays as they are and checks that they fit together.</summary>
    /// <param name="pixels">Grey values 0..255, row-major [labels.Length, rows, columns].</param>
    /// <param name="labels">One class number an image, 0..classes-1.</param>
    /// <param name="rows">Pixels from top to bottom, at least 1.</param>
    /// <param name="columns">Pixels from left to right, at least 1.</param>
    /// <param name="classes">Number of classes, 1..256.</param>
    /// <exception cref="ArgumentException">There is no image, the sizes disagree, or a label is out of range.</exception>
    public ImageSet(byte[] pixels, byte[] labels, int rows, int columns, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0)
        {
            throw new ArgumentException("An image set needs at least one image.", nameof(labels));
        }
        if (rows < 1 || columns < 1)
        {
            throw new ArgumentException($"Images of {rows} x {columns} pixels do not exist; both sides must be at least 1.", nameof(rows));
        }
        if (classes is < 1 or > 256)
        {
            throw new ArgumentException($"{classes} classes are outside 1..256, which is what a label of one byte can hold.", nameof(classes));
        }
        var expected = (Int128)labels.Length * rows * columns;
        if (pixels.Length != expected)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {rows} x {columns} need {expected} pixels, but there are {pixels.Length}.", nameof(pixels));
        }
        if (FirstLabelOutside(labels, classes) is { } wrong)
        {
            throw new ArgumentException($"Label {labels[wrong]} of image {wrong} is outside 0..{classes - 1}.", nameof(labels));
        }
        (Pixels, Labels, Rows, Columns, Classes) = (pixels, labels, rows, columns, classes);
    }

    /// <summary>Grey values 0..255, row-major [Count, Rows, Columns].</summary>
    public byte[] Pixels { get; }

    /// <summary>The class of each image, 0..Classes-1, [Count].</summary>
    public byte[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Pixels from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>Pixels from left to right.</summary>
    public int Columns { get; }

    /// <summary>Number of classes that labels can name, whether each occurs or not.</summary>
    public int Classes { get; }

    /// <summary>The pixels of one image, row-major [Rows, Columns].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Image(int index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"There is no image {index} in a set of {Count}.");
        }
        return Pixels.AsSpan(index * Rows * Columns, Rows * Columns);
    }

    /// <summary>The first <paramref name="count"/> images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not in 1..Count.</exception>
    public ImageSet Take(int count)
    {
        if (count < 1 || count > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"Cannot take {count} images from a set of {Count}.");
        }
        return new ImageSet(Pixels[..(count * Rows * Columns)], Labels[..count], Rows, Columns, Classes);
    }

    /// <summary>The images at the indices given, in that order; an index may occur more than once.</summary>
    /// <exception cref="ArgumentException">There is no index, or one names no image.</exception>
    public ImageSet Select(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[checked(indices.Length * Rows * Columns)];
        var labels = new byte[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * Rows * Columns));
            labels[i] = Labels[indices[i]];
        }
        return new ImageSet(pixels, labels, Rows, Columns, Classes);
    }

    /// <summary>Shrinks every image: each pixel is the mean over a cell of factor x factor pixels.</summary>
    /// <remarks>[Count, Rows, Columns] -> [Count, Rows / factor, Columns / factor]; means are rounded to the nearest, halves up.</remarks>
    /// <exception cref="ArgumentException">The factor does not divide both sides.</exception>
    public ImageSet Pool(int factor)
    {
        if (factor < 1 || Rows % factor != 0 || Columns % factor != 0)
        {
            throw new ArgumentException($"Images of {Rows} x {Columns} pixels cannot be pooled by {factor}; the factor must divide both sides.", nameof(factor));
        }
        var (rows, columns, cell) = (Rows / factor, Columns / factor, factor * factor);
        var pooled = new byte[Count * rows * columns];
        var sums = new int[columns];
        for (var row = 0; row < Count * rows; row++)
        {
            Array.Clear(sums);
            var source = Pixels.AsSpan(row * factor * Columns, factor * Columns);
            for (var i = 0; i < source.Length; i++)
            {
                sums[i % Columns / factor] += source[i];
            }
            for (var column = 0; column < columns; column++)
            {
                pooled[(row * columns) + column] = (byte)((sums[column] + (cell / 2)) / cell);
            }
        }
        return new ImageSet(pooled, Labels, rows, columns, Classes);
    }

    /// <summary>Sets <paramref name="validationCount"/> images aside at random; every image is in exactly one of the two sets.</summary>
    /// <remarks>The same seed gives the same split, on every machine. Both sets keep the order of this one.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count does not leave at least one image on each side.</exception>
    public (ImageSet Train, ImageSet Validation) Split(int validationCount, int seed)
    {
        if (validationCount < 1 || validationCount >= Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationCount), $"Cannot set {validationCount} of {Count} images aside; each part needs at least one.");
        }
        var order = Permutation(Count, seed);
        var (validation, train) = (order[..validationCount], order[validationCount..]);
        Array.Sort(validation);
        Array.Sort(train);
        return (Select(train), Select(validation));
    }

    /// <summary>The index of the first label outside 0..classes-1, or null.</summary>
    internal static int? FirstLabelOutside(ReadOnlySpan<byte> labels, int classes)
    {
        var index = labels.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return index < 0 ? null : index;
    }

    // Fisher-Yates over SplitMix64 (Steele, Lea, Flood 2014), which stays the same whatever the runtime does to its own generators.
    private static int[] Permutation(int count, int seed)
    {
        var state = unchecked((ulong)(uint)seed);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            ulong bits;
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                bits = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
                bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            }

            var other = (int)Math.BigMul(bits ^ (bits >> 31), (ulong)i + 1, out _);
            (order[i], order[other]) = (order[other], i);
        }
        return order;
    }
}
