namespace Residua.App.Explorer.Plots;

/// <summary>Makes data small enough to be sent to a browser.</summary>
internal static class Thin
{
    private const int Digits = 4;

    /// <summary>Up to <paramref name="most"/> numbers from 0 to <paramref name="count"/> - 1, evenly spaced, the first and the last among them.</summary>
    public static int[] Even(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round((double)i * (count - 1) / Math.Max(1, most - 1)))];

    /// <summary>Places of up to <paramref name="most"/> layers, evenly spaced on their axis, the first and the last among them.</summary>
    /// <param name="layers">Layers, ascending, from 1 or more; from 0 where not <paramref name="isLog"/>.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="isLog">Whether the axis is logarithmic.</param>
    public static int[] Layers(IReadOnlyList<int> layers, int most, bool isLog)
    {
        if (layers.Count <= most)
        {
            return Even(layers.Count, most);
        }

        double At(int layer) => isLog ? Math.Log(layer) : layer;
        (double first, double step) = (At(layers[0]), (At(layers[^1]) - At(layers[0])) / (most - 1));
        double next = 0;
        List<int> kept = [];
        for (int place = 0; place < layers.Count; place++)
        {
            if (At(layers[place]) >= first + next - 1e-9 || place == layers.Count - 1)
            {
                kept.Add(place);
                next = (Math.Floor((At(layers[place]) - first) / step + 1e-9) + 1) * step;
            }
        }

        return [.. kept];
    }

    /// <summary>A number to four significant digits, which is more than a plot shows.</summary>
    public static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        int digits = Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return digits is >= 0 and <= 15 ? Math.Round(value, digits) : digits > 15 ? 0 : value;
    }
}
