using System.Globalization;
using ScottPlot;

namespace Residua.App.Figures;

/// <summary>A logarithmic vertical axis over positive values; values that are not positive are drawn at its lower edge.</summary>
internal sealed class LogAxis
{
    private readonly double _least;
    private readonly double _most;

    /// <summary>An axis that shows all finite positive values given.</summary>
    internal LogAxis(IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(value => double.IsFinite(value) && value > 0)];
        _least = shown.Length == 0 ? 0.1 : shown.Min() / 1.15;
        _most = shown.Length == 0 ? 1 : shown.Max() * 1.15;
    }

    /// <summary>The coordinate of a value.</summary>
    internal double At(double value) => Math.Log10(Math.Max(value, _least));

    /// <summary>Sets limits and ticks of a plot's vertical axis: 1, 2, 5 where there is room, powers of ten where there is not.</summary>
    internal void Apply(Plot plot)
    {
        plot.Axes.SetLimitsY(Math.Log10(_least), Math.Log10(_most));
        bool roomy = _most / _least < 1e3;
        ScottPlot.TickGenerators.NumericManual ticks = new();
        for (int power = (int)Math.Floor(Math.Log10(_least)); power <= Math.Log10(_most); power++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, power);
                if (digit == 1 || (roomy && digit is 2 or 5))
                {
                    ticks.AddMajor(Math.Log10(value), value.ToString("0.#######", CultureInfo.InvariantCulture));
                }
                else
                {
                    ticks.AddMinor(Math.Log10(value));
                }
            }
        }

        plot.Axes.Left.TickGenerator = ticks;
    }
}
