using System.Globalization;

namespace Residua.App.Explorer.Services;

/// <summary>Choices as they stand in an address: what cannot be is brought to what can.</summary>
internal static class QueryValue
{
    /// <summary>A whole number, brought between two limits; the usual one where there is none.</summary>
    public static int Whole(string? text, int least, int most, int usual) =>
        Math.Clamp(long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : usual, least, Math.Max(least, most)) is var found ? (int)found : usual;

    /// <summary>A number, brought between two limits; the usual one where there is none.</summary>
    public static double Number(string? text, double least, double most, double usual) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? Math.Clamp(number, least, most) : usual;

    /// <summary>One of some words; the first where it is none of them.</summary>
    public static string OneOf(string? text, params ReadOnlySpan<string> words) => words.Contains(text) ? text! : words[0];

    /// <summary>Numbers below a limit, with commas between; those that can be, each once, ascending.</summary>
    public static int[] Numbers(string? text, int below) =>
        [.. (text ?? "").Split(',').Select(part => Whole(part, -1, below, -1)).Where(number => number >= 0 && number < below).Distinct().Order()];
}
