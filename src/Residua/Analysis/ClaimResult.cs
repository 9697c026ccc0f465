namespace Residua.Analysis;

/// <summary>A claim, what was measured for it, and the verdict of its rule on the median over seeds.</summary>
public sealed record ClaimResult
{
    /// <summary>C1 and so on.</summary>
    public required string Id { get; init; }

    /// <summary>The claim in a sentence.</summary>
    public required string Claim { get; init; }

    /// <summary>The paper's number, or where it shows it.</summary>
    public required string Paper { get; init; }

    /// <summary>The rule in words: reproduced if (partly if).</summary>
    public required string Rule { get; init; }

    /// <summary>Our numbers as text; several seeds as median, range, mean and interval.</summary>
    public required string Ours { get; init; }

    /// <summary>What they were measured over, seeds included; empty when nothing was measured.</summary>
    public required string Over { get; init; }

    /// <summary>What the rule says of the medians over seeds.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The seeds measured.</summary>
    public required int[] Seeds { get; init; }

    /// <summary>The numbers behind the text.</summary>
    public required MeasuredQuantity[] Measured { get; init; }

    /// <summary>The file stem of the figure that shows it; null for none.</summary>
    public string? Figure { get; init; }

    /// <summary>What a reader should know; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Judges a claim by the median over seeds of each value. Seeds that lack a required value do not count.</summary>
    public static ClaimResult From(Claim claim, IReadOnlyList<Measurement> measurements)
    {
        Measurement[] whole = [.. measurements.Where(measurement => claim.IsMeasuredBy(measurement.Values))];
        List<MeasuredQuantity> measured = [];
        List<string> texts = [];
        foreach (Quantity quantity in claim.Quantities)
        {
            if (MeasuredQuantity.From(quantity, whole) is { } values)
            {
                measured.Add(values);
                texts.Add(claim.Quantities.Count == 1 ? values.Write(quantity) : $"{values.Label}: {values.Write(quantity)}");
            }
        }

        int[] seeds = [.. whole.Select(measurement => measurement.Seed)];
        string[] over = [.. whole.Select(measurement => measurement.Over).Distinct()];
        return new()
        {
            Id = claim.Id,
            Claim = claim.Text,
            Paper = claim.Paper,
            Rule = claim.Rule,
            Ours = whole.Length == 0 ? "not measured" : string.Join("; ", texts),
            Over = whole.Length == 0 ? "" : $"{string.Join("; ", over)}; {(seeds.Length == 1 ? $"seed {seeds[0]}: one seed, no interval" : $"seeds {string.Join(", ", seeds)}")}",
            Verdict = claim.Judge(measured.ToDictionary(values => values.Name, values => values.Median)),
            Seeds = seeds,
            Measured = [.. measured],
            Figure = claim.Figure,
            Note = NoteOf(measurements),
        };
    }

    // Where there are several seeds, whose note it is; one that all share stands once.
    private static string? NoteOf(IReadOnlyList<Measurement> measurements)
    {
        string[] notes =
        [
            .. measurements.Where(measurement => measurement.Note is not null).GroupBy(measurement => measurement.Note).Select(same => same.Count() == measurements.Count
                ? same.Key!
                : $"Seed{(same.Count() == 1 ? "" : "s")} {string.Join(", ", same.Select(measurement => measurement.Seed))}: {same.Key}"),
        ];
        return notes.Length == 0 ? null : string.Join(" ", notes);
    }
}
