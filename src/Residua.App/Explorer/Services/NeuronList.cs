using System.Globalization;

namespace Residua.App.Explorer.Services;

/// <summary>Neurons as people write them: "all" or "3,17,40-60", from 0.</summary>
/// <param name="Chosen">Their numbers, ascending; all where nothing written could be used.</param>
/// <param name="Complaint">What of the text was not understood; null for nothing.</param>
public sealed record NeuronList(IReadOnlyList<int> Chosen, string? Complaint)
{
    /// <summary>Reads a text; parts that name no neuron are left out and told.</summary>
    public static NeuronList Parse(string? text, int neurons)
    {
        SortedSet<int> chosen = [];
        List<string> wrong = [];
        string[] parts = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0 || (parts is [{ } alone] && alone.Equals("all", StringComparison.OrdinalIgnoreCase)))
        {
            return new([.. Enumerable.Range(0, neurons)], null);
        }

        foreach (string part in parts)
        {
            if (Range(part) is { } range && range.First <= range.Last && range.First < neurons)
            {
                chosen.UnionWith(Enumerable.Range(range.First, Math.Min(range.Last, neurons - 1) - range.First + 1));
            }
            else
            {
                wrong.Add(part);
            }
        }

        string? complaint = wrong.Count == 0 ? null
            : $"There are neurons 0 to {neurons - 1}; not understood: {string.Join(", ", wrong.Take(5))}.{(chosen.Count == 0 ? " All are shown." : "")}";
        return new(chosen.Count == 0 ? [.. Enumerable.Range(0, neurons)] : [.. chosen], complaint);
    }

    private static (int First, int Last)? Range(string part)
    {
        string[] ends = part.Split('-', StringSplitOptions.TrimEntries);
        return ends.Length <= 2 && Whole(ends[0]) is { } first && Whole(ends[^1]) is { } last ? (first, last) : null;
    }

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
