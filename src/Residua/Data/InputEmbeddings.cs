namespace Residua.Data;

/// <summary>The embeddings a specification can name.</summary>
public static class InputEmbeddings
{
    /// <summary>All of them; a new one is one new file and one line here.</summary>
    public static IReadOnlyList<InputEmbedding> All { get; } = [new ZeroPadEmbedding(), new CentrePadEmbedding(), new OrthogonalEmbedding()];

    /// <summary>The embedding of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static InputEmbedding Get(string name) => All.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException($"There is no embedding '{name}'; there are {string.Join(", ", All.Select(e => e.Name))}.");
}
