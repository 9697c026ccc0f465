using Residua.Runs;

namespace Residua.App.Specs;

/// <summary>An option that sets one field of a run's specification.</summary>
/// <param name="Name">As typed, with its dashes.</param>
/// <param name="Value">What stands after it in the help; null for a switch, which takes nothing.</param>
/// <param name="Description">One line for the help.</param>
/// <param name="Part">The part of the specification.</param>
/// <param name="Field">The field; options of one field cannot be given together.</param>
/// <param name="Set">The specification with the field set.</param>
/// <param name="Get">The field as the option would be given it; null where the help has no default to show.</param>
internal sealed record SpecOption(
    string Name, string? Value, string Description, SpecPart Part, string Field, Func<RunSpec, OptionValue, RunSpec> Set, Func<RunSpec, string>? Get = null);
