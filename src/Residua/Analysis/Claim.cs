namespace Residua.Analysis;

/// <summary>A claim of the paper and the rule, fixed before measuring, that says whether it reproduces.</summary>
public sealed class Claim
{
    private readonly Func<IReadOnlyDictionary<string, double>, Verdict> _judge;

    /// <summary>States a claim.</summary>
    /// <param name="id">C1 and so on.</param>
    /// <param name="text">The claim in a sentence.</param>
    /// <param name="paper">The paper's number, or where it shows it.</param>
    /// <param name="rule">The rule in words: reproduced if (partly if).</param>
    /// <param name="figure">The file stem of the figure that shows it; null for none.</param>
    /// <param name="quantities">What is measured for it.</param>
    /// <param name="judge">The rule in code; it is given every required quantity, none of them NaN.</param>
    public Claim(
        string id, string text, string paper, string rule, string? figure, IReadOnlyList<Quantity> quantities,
        Func<IReadOnlyDictionary<string, double>, Verdict> judge)
    {
        (Id, Text, Paper, Rule, Figure, Quantities, _judge) = (id, text, paper, rule, figure, quantities, judge);
    }

    /// <summary>C1 and so on.</summary>
    public string Id { get; }

    /// <summary>The claim in a sentence.</summary>
    public string Text { get; }

    /// <summary>The paper's number, or where it shows it.</summary>
    public string Paper { get; }

    /// <summary>The rule in words: reproduced if (partly if).</summary>
    public string Rule { get; }

    /// <summary>The file stem of the figure that shows it; null for none.</summary>
    public string? Figure { get; }

    /// <summary>What is measured for it.</summary>
    public IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>The verdict on measured values; <see cref="Verdict.NotMeasured"/> when a required one is absent or NaN.</summary>
    public Verdict Judge(IReadOnlyDictionary<string, double> values) => IsMeasuredBy(values) ? _judge(values) : Verdict.NotMeasured;

    /// <summary>Whether every required quantity is among the values and is a number.</summary>
    public bool IsMeasuredBy(IReadOnlyDictionary<string, double> values) =>
        Quantities.All(quantity => !quantity.Required || (values.TryGetValue(quantity.Name, out double value) && !double.IsNaN(value)));
}
