namespace Residua.Data;

/// <summary>Handwritten-looking digits made from a seed: ten classes, 28×28 grey, no file and no network needed.</summary>
/// <remarks>
/// Each digit is a few strokes, written one of several ways, with random control points, slant, scale, rotation,
/// shift, thickness, elastic deformation and blur. Image i depends on (seed, i) alone, through IEEE arithmetic without
/// transcendental functions: the bytes are the same on every machine and for any number of threads.
/// A linear classifier trained on 10,000 of them errs on more than 6 % of others, a residual network on less than 3 %.
/// </remarks>
public static class SyntheticDigits
{
    /// <summary>Rows and columns of an image, in pixels.</summary>
    public const int Size = 28;

    /// <summary>Number of classes, the digits 0 to 9.</summary>
    public const int Classes = 10;

    private const int LabelStream = 1;
    private const int ImageStream = 2;

    /// <summary>Makes the first <paramref name="count"/> images and labels of a seed.</summary>
    /// <param name="count">Number of images, 0 or more; each ten in a row hold every class once, in random order.</param>
    /// <param name="seed">Any number; different seeds give independent sets, for training and for testing.</param>
    /// <param name="threads">At most this many at once, or -1 for as many as the machine has; the result is the same.</param>
    /// <returns>Pixels [count, 28, 28] row by row, 0 paper to 255 ink, and labels [count], 0 to 9.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or too large for one array, or threads is 0 or below -1.</exception>
    public static (byte[] Pixels, byte[] Labels) Generate(int count, int seed, int threads = -1)
    {
        const int area = Size * Size;
        if (count < 0 || count > Array.MaxLength / area)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of digits must lie between 0 and {Array.MaxLength / area}.");
        }

        byte[] pixels = new byte[count * area];
        byte[] labels = new byte[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            int digit = Label(seed, i);
            var random = new SplitMix64(seed, ImageStream, i);
            var ways = StrokeGlyphs.Of(digit);
            labels[i] = (byte)digit;
            GlyphRenderer.Draw(ways[random.Below(ways.Length)], ref random, pixels.AsSpan(i * area, area));
        });
        return (pixels, labels);
    }

    // Place i of the shuffled digits of its group of ten.
    private static int Label(int seed, int i)
    {
        var random = new SplitMix64(seed, LabelStream, i / Classes);
        Span<int> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (int k = Classes - 1; k > 0; k--)
        {
            int other = random.Below(k + 1);
            (digits[k], digits[other]) = (digits[other], digits[k]);
        }

        return digits[i % Classes];
    }
}
