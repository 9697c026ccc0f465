using System.Globalization;
using ScottPlot;

namespace Residua.App.Figures;

/// <summary>A logarithmic horizontal axis of noise amplitudes, with powers of ten.</summary>
internal sealed class AmplitudeAxis
{
    private readonly double _least;
    private readonly double _most;

    /// <summary>An axis that shows all positive amplitudes given.</summary>
    /// <exception cref="NothingToDrawException">None is positive.</exception>
    internal AmplitudeAxis(IEnumerable<double> amplitudes)
    {
        double[] shown = [.. amplitudes.Where(amplitude => double.IsFinite(amplitude) && amplitude > 0)];
        if (shown.Length == 0)
        {
            throw new NothingToDrawException("none of its amplitudes is positive.");
        }

        (_least, _most) = (Math.Max(shown.Min() / 1.25, 1e-300), Math.Min(shown.Max() * 1.25, 1e300));
    }

    /// <summary>The label.</summary>
    internal static string Label => "noise amplitude a (log scale)";

    /// <summary>The coordinate of an amplitude; one beyond the edge is drawn at the edge.</summary>
    internal double At(double amplitude) => Math.Log10(Math.Clamp(amplitude, _least, _most));

    /// <summary>Sets limits and ticks of a plot's horizontal axis.</summary>
    internal void Apply(Plot plot)
    {
        plot.Axes.SetLimitsX(Math.Log10(_least), Math.Log10(_most));
        ScottPlot.TickGenerators.NumericManual ticks = new();
        bool narrow = _most / _least < 30;
        for (int power = (int)Math.Floor(Math.Log10(_least)); power <= Math.Log10(_most); power++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, power);
                if (digit == 1 || (narrow && digit is 2 or 5))
                {
                    ticks.AddMajor(Math.Log10(value), value.ToString(value < 1e-4 ? "0.#e0" : "0.####", CultureInfo.InvariantCulture));
                }
                else
                {
                    ticks.AddMinor(Math.Log10(value));
                }
            }
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }
}
