namespace Residua.Networks;

/// <summary>A kind of network that a specification can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">One line: the recurrence.</param>
/// <param name="Create">Makes one with the given parameters.</param>
public sealed record NetworkKind(string Name, string Description, Func<NetworkSpec, NetworkParameters, LayeredNetwork> Create);
