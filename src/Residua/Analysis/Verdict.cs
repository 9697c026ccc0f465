namespace Residua.Analysis;

/// <summary>What a rule, fixed before measuring, says of a claim.</summary>
public enum Verdict
{
    /// <summary>The rule is met in full.</summary>
    Reproduced,

    /// <summary>The weaker part of the rule is met.</summary>
    Partly,

    /// <summary>Neither is met.</summary>
    NotReproduced,

    /// <summary>Something that the rule asks for has not been measured.</summary>
    NotMeasured,
}
