namespace Residua.App.Studies;

/// <summary>What a study varies, and the values it takes.</summary>
/// <param name="Name">An option of `train` that sets a field of the specification, without its dashes; or "seed", or "preset".</param>
/// <param name="Values">Its values as they would be typed, in order, none twice.</param>
internal sealed record Factor(string Name, string[] Values);
