using System.Globalization;
using ScottPlot;

namespace Residua.App.Figures;

/// <summary>The axis of layers: linear up to 50 layers, logarithmic beyond.</summary>
internal sealed class LayerAxis
{
    private const int Linear = 50;
    private readonly int[] _layers;
    private readonly bool _logarithmic;

    /// <summary>An axis that shows the layers given, in ascending order.</summary>
    internal LayerAxis(int[] layers)
    {
        _layers = layers;
        _logarithmic = layers[^1] > Linear;
        Least = _logarithmic ? Math.Log10(layers[0] / Math.Sqrt(2)) : layers[0] - 0.5;
        Most = _logarithmic ? Math.Log10(layers[^1]) : layers[^1] + 0.5;
    }

    /// <summary>The left edge, as a coordinate.</summary>
    internal double Least { get; }

    /// <summary>The right edge, as a coordinate.</summary>
    internal double Most { get; }

    /// <summary>The label with what the scale is.</summary>
    internal string Label => _logarithmic ? "layer t (log scale)" : "layer t";

    /// <summary>The coordinate of a layer.</summary>
    internal double At(double layer) => _logarithmic ? Math.Log10(layer) : layer;

    /// <summary>For each of evenly spaced columns, the index of the layer nearest to its middle.</summary>
    internal int[] Columns(int count)
    {
        int[] columns = new int[count];
        for (int i = 0; i < count; i++)
        {
            double position = Least + ((i + 0.5) * (Most - Least) / count);
            columns[i] = Enumerable.Range(0, _layers.Length).MinBy(l => Math.Abs(At(_layers[l]) - position));
        }

        return columns;
    }

    /// <summary>Sets limits and ticks of a plot's horizontal axis.</summary>
    internal void Apply(Plot plot, bool labels = true)
    {
        plot.Axes.SetLimitsX(Least, Most);
        ScottPlot.TickGenerators.NumericManual ticks = new();
        int last = _layers[^1], step = last <= 10 ? 1 : last <= 25 ? 5 : 10;
        for (int layer = _layers[0]; layer <= last; layer++)
        {
            int power = (int)Math.Pow(10, Math.Floor(Math.Log10(layer)));
            bool major = _logarithmic ? layer == power || (layer == last && layer >= 2 * power) : layer == 1 || layer % step == 0;
            if (major)
            {
                ticks.AddMajor(At(layer), labels ? layer.ToString(CultureInfo.InvariantCulture) : "");
            }
            else if (!_logarithmic || layer % power == 0)
            {
                ticks.AddMinor(At(layer));
            }
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }

    /// <summary>Draws a dashed line, seen on light and on dark, at the last layer that was trained, where layers go on past it.</summary>
    internal void MarkDepth(Plot plot, int trained)
    {
        if (trained < _layers[^1])
        {
            plot.Add.VerticalLine(At(trained), 1, Colors.Black, LinePattern.Solid);
            plot.Add.VerticalLine(At(trained), 1, Colors.White, LinePattern.DenselyDashed);
        }
    }
}
