using System.Globalization;
using System.Text.Json;
using Residua.App.Specs;

namespace Residua.App.Studies;

/// <summary>Factors that a study crosses: as text (layers=5,10 seed=1..5) or in JSON. Pure.</summary>
internal static class StudyGrid
{
    /// <summary>The seed of all randomness.</summary>
    public const string Seed = "seed";

    /// <summary>A named recipe to start from.</summary>
    public const string Preset = "preset";

    /// <summary>The most cells of a study.</summary>
    public const int MostCells = 100_000;

    private const string Range = "..";

    /// <summary>Every factor that there is; a name is no factor, for it changes nothing.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [Seed, Preset, .. SpecOptions.All.Where(option => option is { Value: not null, Name: not "--name" }).Select(option => option.Name[2..])];

    /// <summary>Reads factors as the command line gives them.</summary>
    /// <exception cref="UsageException">A word is none; the message names the factor.</exception>
    public static Factor[] Parse(IEnumerable<string> words) => Check([.. words.Select(word => word.Split('=', 2) is [{ Length: > 0 } name, var values]
        ? new Factor(name, [.. Values(name, values)])
        : throw new UsageException($"--grid wants factors such as layers=5,10,15 or seed=1..5, not '{word}'."))]);

    /// <summary>Reads factors from JSON: a text as on the command line, one value, or an array of values.</summary>
    /// <exception cref="UsageException">An entry is no factor; the message names it.</exception>
    public static Factor[] Parse(IReadOnlyDictionary<string, JsonElement> grid) => Check([.. grid.Select(pair => new Factor(pair.Key, pair.Value.ValueKind switch
    {
        JsonValueKind.String => [.. Values(pair.Key, pair.Value.GetString()!)],
        JsonValueKind.Array => [.. pair.Value.EnumerateArray().Select(value => Text(pair.Key, value))],
        _ => [Text(pair.Key, pair.Value)],
    }))]);

    /// <summary>How many cells they make.</summary>
    public static long Count(IEnumerable<Factor> factors) => factors.Aggregate(1L, (product, factor) => Math.Min(product * factor.Values.Length, int.MaxValue));

    private static Factor[] Check(Factor[] factors)
    {
        if (factors.Length == 0)
        {
            throw new UsageException("The grid is empty; give it a factor, such as seed=1..5.");
        }

        foreach (Factor factor in factors)
        {
            if (!Names.Contains(factor.Name))
            {
                throw new UsageException($"There is no factor '{factor.Name}'; there are {string.Join(", ", Names)}.");
            }

            if (factor.Values.Length == 0 || factor.Values.Any(string.IsNullOrWhiteSpace))
            {
                throw new UsageException($"The factor {factor.Name} has {(factor.Values.Length == 0 ? "no values" : "an empty value")}; give it some, such as {factor.Name}=A,B.");
            }

            if (factor.Values.GroupBy(value => value).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                throw new UsageException($"The factor {factor.Name} has the value {twice.Key} twice.");
            }
        }

        if (factors.GroupBy(factor => factor.Name).FirstOrDefault(same => same.Count() > 1) is { } again)
        {
            throw new UsageException($"The factor {again.Key} is given twice; put its values together.");
        }

        return Count(factors) <= MostCells
            ? factors
            : throw new UsageException($"The grid has more than {MostCells:N0} cells ({string.Join(" × ", factors.Select(factor => $"{factor.Values.Length} {factor.Name}"))}); make it smaller, or several studies.");
    }

    private static IEnumerable<string> Values(string name, string text) => text.Split(',', StringSplitOptions.TrimEntries).SelectMany(word => Expand(name, word));

    // "1..5" counts up, "5..15..5" in steps; what else has two dots is a value, such as a path.
    private static IEnumerable<string> Expand(string name, string word)
    {
        int[] ends = [.. word.Split(Range).Select(part => int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int end) ? end : (int?)null).OfType<int>()];
        if (ends.Length != word.Split(Range).Length || ends.Length is < 2 or > 3)
        {
            return [word];
        }

        (int first, int last, int step) = (ends[0], ends[1], ends.Length == 3 ? ends[2] : 1);
        long count = step < 1 || last < first ? 0 : (((long)last - first) / step) + 1;
        return count switch
        {
            0 => throw new UsageException($"The factor {name} has the empty range {word}; a range counts up, as in {name}=1..5 or {name}=5..15..5."),
            > MostCells => throw new UsageException($"The factor {name} has the range {word} of more than {MostCells:N0} values."),
            _ => Enumerable.Range(0, (int)count).Select(i => (first + ((long)i * step)).ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new UsageException($"The factor {name} has the value {value.GetRawText()}; values are texts, numbers, true or false."),
    };
}
