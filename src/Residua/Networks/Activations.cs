namespace Residua.Networks;

/// <summary>The activations a specification can name.</summary>
public static class Activations
{
    /// <summary>All of them; a new one is one new file and one line here.</summary>
    public static IReadOnlyList<Activation> All { get; } =
    [
        new LogisticActivation(),
        new TanhActivation(),
        new ReluActivation(),
        new SoftplusActivation(),
        new IdentityActivation(),
    ];

    /// <summary>The activation of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static Activation Get(string name) => All.FirstOrDefault(a => a.Name == name)
        ?? throw new ArgumentException($"There is no activation '{name}'; there are {string.Join(", ", All.Select(a => a.Name))}.");
}
