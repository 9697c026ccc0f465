namespace Residua.Analysis;

/// <summary>The pieces that verdict rules are made of.</summary>
internal static class VerdictRules
{
    // A limit of 0.1 points must hold for 0.0166 - 0.0156, which is 0.00100000000000000078.
    private const double Rounding = 1e-9;

    internal static bool AtMost(double value, double limit) => value <= limit + Rounding;

    internal static bool AtLeast(double value, double limit) => value >= limit - Rounding;

    internal static Verdict Either(bool reproduced, bool partly) =>
        reproduced ? Verdict.Reproduced : partly ? Verdict.Partly : Verdict.NotReproduced;

    /// <summary>Reproduced when all conditions hold, partly when at least <paramref name="enough"/> do.</summary>
    internal static Verdict AllOr(int enough, params ReadOnlySpan<bool> conditions)
    {
        int held = 0;
        foreach (bool condition in conditions)
        {
            held += condition ? 1 : 0;
        }

        return Either(held == conditions.Length, held >= enough);
    }
}
