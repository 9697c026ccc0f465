using System.Globalization;
using ScottPlot;

namespace Residua.App.Figures;

/// <summary>A logarithmic vertical axis over positive values; values that are not positive are drawn at its lower edge.</summary>
internal sealed class LogAxis
{
    /// <summary>What captions say of values that have no place on such an axis.</summary>
    internal const string EdgeNote = " Values of 0 and below lie at the lower edge of a logarithmic axis.";

    private const int MostLabels = 8;

    private readonly double _least;
    private readonly double _most;

    /// <summary>An axis that shows all finite positive values given.</summary>
    internal LogAxis(IEnumerable<double> values)
    {
        double[] shown = [.. values.Where(value => double.IsFinite(value) && value > 0)];
        _least = shown.Length == 0 ? 0.1 : Math.Max(shown.Min() / 1.15, double.Epsilon);
        _most = shown.Length == 0 ? 1 : Math.Min(shown.Max() * 1.15, double.MaxValue);
    }

    /// <summary>The coordinate of a value.</summary>
    internal double At(double value) => Math.Log10(Math.Max(value, _least));

    /// <summary>Sets limits and ticks of a plot's vertical axis: powers of ten, and between them as many numbers as it takes to read a narrow one.</summary>
    internal void Apply(Plot plot)
    {
        plot.Axes.SetLimitsY(Math.Log10(_least), Math.Log10(_most));
        ScottPlot.TickGenerators.NumericManual ticks = new();
        double[] labelled = Labelled();
        foreach (double value in Numbers(Digits))
        {
            if (labelled.Contains(value))
            {
                ticks.AddMajor(Math.Log10(value), Label(value));
            }
            else
            {
                ticks.AddMinor(Math.Log10(value));
            }
        }

        foreach (double value in labelled.Except(Numbers(Digits)))
        {
            ticks.AddMajor(Math.Log10(value), Label(value));
        }

        plot.Axes.Left.TickGenerator = ticks;
    }

    private double Decades => Math.Log10(_most) - Math.Log10(_least);

    private static double[] Digits => [1, 2, 3, 4, 5, 6, 7, 8, 9];

    private double[] Labelled()
    {
        if (Decades >= 3)
        {
            int step = Math.Max(1, (int)Math.Ceiling(Decades / MostLabels));
            return [.. Numbers([1]).Where(value => (int)Math.Round(Math.Log10(value)) % step == 0)];
        }

        double[][] finer = [[1, 2, 5], Digits, [.. Enumerable.Range(10, 90).Select(tenth => tenth / 10.0)]];
        return finer.Select(Numbers).FirstOrDefault(numbers => numbers.Length > 1) ?? [];
    }

    // The numbers of these leading digits within the limits.
    private double[] Numbers(double[] digits) =>
    [
        .. from power in Enumerable.Range((int)Math.Floor(Math.Log10(_least)), (int)Math.Ceiling(Decades) + 1)
        from digit in digits
        let value = digit * Math.Pow(10, power)
        where value >= _least && value <= _most
        select value,
    ];

    private static string Label(double value) => value.ToString(value is < 1e-4 or >= 1e6 ? "0.#e0" : "0.######", CultureInfo.InvariantCulture);
}
