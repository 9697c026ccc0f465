using System.Globalization;

namespace Residua.App.Specs;

/// <summary>An option's text as given, and its readings; what cannot be read is a usage error that names the option.</summary>
internal readonly record struct OptionValue(string Option, string Text)
{
    /// <summary>Any whole number of 32 bits: a seed.</summary>
    public int Whole() => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : throw Wants("a whole number");

    /// <summary>A whole number from the least to the largest.</summary>
    public int Whole(int least, int most) =>
        int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wants(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>A number from the least to the largest.</summary>
    public double Number(double least, double most) =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw Wants(string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary>A share such as 0.002, or percentage points such as 0.2pp.</summary>
    public double Share()
    {
        const string Points = "pp";
        bool points = Text.EndsWith(Points, StringComparison.Ordinal);
        return double.TryParse(points ? Text[..^Points.Length] : Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? points ? value / 100 : value
            : throw Wants("a share such as 0.002, or percentage points such as 0.2pp");
    }

    public bool Truth() => Text switch
    {
        "" or "true" => true,
        "false" => false,
        _ => throw Wants("true or false"),
    };

    /// <summary>Numbers with commas between them; an empty text is none.</summary>
    public IReadOnlyList<double> Numbers(double least, double most)
    {
        string option = Option;
        return [.. Words().Select(word => new OptionValue(option, word).Number(least, most))];
    }

    /// <summary>Whole numbers with commas between them.</summary>
    public int[] Wholes(int least, int most)
    {
        string option = Option;
        return [.. Words().Select(word => new OptionValue(option, word).Whole(least, most))];
    }

    /// <summary>Words with commas between them.</summary>
    public string[] Words() => Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The text, which must be one of those listed.</summary>
    public string OneOf(params IEnumerable<string> known) => known.Contains(Text) ? Text : throw Wants($"one of {string.Join(", ", known)}");

    private UsageException Wants(string what) => new($"{Option} wants {what}, not '{Text}'.");
}
