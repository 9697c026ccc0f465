using System.Globalization;

namespace Residua.Analysis;

/// <summary>One of the numbers that a claim is judged by.</summary>
/// <param name="Name">Its key among the measured values.</param>
/// <param name="Label">What it is called in a table.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Required">Whether the rule needs it; the others are only reported.</param>
public sealed record Quantity(string Name, string Label, QuantityFormat Format = QuantityFormat.Number, bool Required = true)
{
    /// <summary>A value as text, with its unit: "1.47 %", "0.0123", "9"; "never" for infinity, "not measured" for NaN.</summary>
    public string Write(double value) => double.IsFinite(value) ? WriteFinite(value) + Unit
        : double.IsPositiveInfinity(value) ? "never"
        : double.IsNaN(value) ? "not measured" : "-∞";

    /// <summary>An interval as text, with the unit once: "1.43–1.52 %".</summary>
    public string WriteRange(double least, double largest)
    {
        bool finite = double.IsFinite(least) && double.IsFinite(largest);
        return finite ? $"{WriteFinite(least)}–{WriteFinite(largest)}{Unit}" : $"{Write(least)} to {Write(largest)}";
    }

    private string Unit => Format == QuantityFormat.Percent ? " %" : "";

    private string WriteFinite(double value) => Format switch
    {
        QuantityFormat.Percent => Significant(100 * value),
        QuantityFormat.Count => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => Significant(value),
    };

    private static string Significant(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-4 or >= 1e6 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        < 0.01 => value.ToString("0.#####", CultureInfo.InvariantCulture),
        < 0.1 => value.ToString("0.####", CultureInfo.InvariantCulture),
        < 1 => value.ToString("0.000", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
