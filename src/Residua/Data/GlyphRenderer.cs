using System.Collections.Immutable;

namespace Residua.Data;

/// <summary>Draws strokes with a round pen: grey by the distance of a pixel's centre to the stroke, then a small blur and noise.</summary>
internal static class GlyphRenderer
{
    private const int StepsPerSpan = 5;

    /// <summary>Draws the glyph into <paramref name="pixels"/>, Size × Size bytes, row by row; 0 is paper.</summary>
    public static void Draw(ImmutableArray<ImmutableArray<Point>> glyph, ref SplitMix64 random, Span<byte> pixels)
    {
        const int size = SyntheticDigits.Size;
        var hand = new Handwriting(ref random);
        double radius = random.Between(0.95, 1.65);
        double softness = random.Between(0.5, 0.9);
        double blur = random.Between(0, 0.25);
        double ink = random.Between(205, 255);
        double noise = random.Between(0, 10);

        Span<double> squared = stackalloc double[size * size];
        squared.Fill(double.PositiveInfinity);
        foreach (ImmutableArray<Point> stroke in glyph)
        {
            Trace(stroke, hand, radius + softness, ref random, squared);
        }

        Span<double> coverage = stackalloc double[size * size];
        for (int k = 0; k < coverage.Length; k++)
        {
            double t = Math.Clamp((radius + softness - Math.Sqrt(squared[k])) / (2 * softness), 0, 1);
            coverage[k] = t * t * (3 - 2 * t);
        }

        Span<double> between = squared;
        Blur(coverage, between, 1, blur);
        Blur(between, coverage, size, blur);
        for (int k = 0; k < coverage.Length; k++)
        {
            double grain = coverage[k] > 0.02 ? noise * random.Bell() : 0;
            pixels[k] = (byte)(Math.Clamp(ink * coverage[k] + grain, 0, 255) + 0.5);
        }
    }

    // Catmull-Rom through the control points; points given twice get the same aim and so make a corner.
    private static void Trace(ImmutableArray<Point> stroke, Handwriting hand, double reach, ref SplitMix64 random, Span<double> squared)
    {
        Span<Point> aims = stackalloc Point[stroke.Length];
        for (int k = 0; k < stroke.Length; k++)
        {
            aims[k] = k > 0 && stroke[k] == stroke[k - 1] ? aims[k - 1] : Handwriting.Aim(stroke[k], ref random);
        }

        Point from = hand.Place(aims[0]);
        for (int k = 0; k + 1 < aims.Length; k++)
        {
            Point a = aims[Math.Max(k - 1, 0)], b = aims[k], c = aims[k + 1], d = aims[Math.Min(k + 2, aims.Length - 1)];
            for (int step = 1; step <= StepsPerSpan && b != c; step++)
            {
                double t = (double)step / StepsPerSpan;
                Point to = hand.Place(new Point(Spline(a.X, b.X, c.X, d.X, t), Spline(a.Y, b.Y, c.Y, d.Y, t)));
                Mark(from, to, reach, squared);
                from = to;
            }
        }
    }

    private static double Spline(double a, double b, double c, double d, double t) =>
        b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    // Lowers the squared distance of each pixel within reach of the segment.
    private static void Mark(Point from, Point to, double reach, Span<double> squared)
    {
        const int size = SyntheticDigits.Size;
        int left = Math.Max(0, (int)Math.Floor(Math.Min(from.X, to.X) - reach));
        int right = Math.Min(size - 1, (int)Math.Ceiling(Math.Max(from.X, to.X) + reach));
        int top = Math.Max(0, (int)Math.Floor(Math.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(size - 1, (int)Math.Ceiling(Math.Max(from.Y, to.Y) + reach));
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double inverse = 1 / Math.Max(dx * dx + dy * dy, 1e-12);
        for (int row = top; row <= bottom; row++)
        {
            double py = row + 0.5 - from.Y;
            for (int column = left; column <= right; column++)
            {
                double px = column + 0.5 - from.X;
                double along = Math.Clamp((px * dx + py * dy) * inverse, 0, 1);
                double ex = px - along * dx, ey = py - along * dy;
                ref double best = ref squared[row * size + column];
                best = Math.Min(best, ex * ex + ey * ey);
            }
        }
    }

    // One pass of the kernel (blur/2, 1 - blur, blur/2) along a stride; paper goes on beyond the edge.
    private static void Blur(ReadOnlySpan<double> source, Span<double> target, int stride, double blur)
    {
        for (int k = 0; k < source.Length; k++)
        {
            double before = k >= stride ? source[k - stride] : 0;
            double after = k + stride < source.Length ? source[k + stride] : 0;
            target[k] = (1 - blur) * source[k] + 0.5 * blur * (before + after);
        }
    }
}
