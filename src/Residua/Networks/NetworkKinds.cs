namespace Residua.Networks;

/// <summary>The kinds of network a specification can name.</summary>
public static class NetworkKinds
{
    /// <summary>All of them; a new one is one new file and one line here.</summary>
    public static IReadOnlyList<NetworkKind> All { get; } = [ResidualNetwork.Kind, Perceptron.Kind];

    /// <summary>The kind of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static NetworkKind Get(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", All.Select(kind => kind.Name))}.");
}
