using Residua.Runs;

namespace Residua.App.Reproduction;

/// <summary>A network that `reproduce` trains.</summary>
/// <param name="Name">Its preset; that of the small one has "quick-" before it.</param>
/// <param name="Title">What figures call it.</param>
/// <param name="Letter">The letter of the paper's Figure 2 that shows it; the paper has a, b and c.</param>
/// <param name="Analyses">The analyses that are wanted of it; null for all that apply.</param>
internal sealed record PaperNetwork(string Name, string Title, string Letter, IReadOnlyList<string>? Analyses = null)
{
    /// <summary>The analyses that the quick reproduction leaves out: long ones, which another network shows, and no claim needs here.</summary>
    public IReadOnlyList<string> SlowAnalyses { get; init; } = [];

    /// <summary>All of them, in the order in which they are trained; a new one is a line here and a preset in <see cref="Presets"/>.</summary>
    public static IReadOnlyList<PaperNetwork> All { get; } =
    [
        new("shared-attractor", "Residual net, shared weights", "a"),
        new("variable", "Residual net, variable weights", "b") { SlowAnalyses = ["eigenvalues", "flow", "noise", "noise-flow", "sensitivity", "lesion", "umap", "separability"] },
        new("mlp", "Perceptron (MLP), shared weights", "c") { SlowAnalyses = ["flow", "sensitivity", "lesion", "umap", "separability"] },
        new("mlp-variable", "Perceptron (MLP), variable weights", "d", ["unroll"]),
        new("shared", "Residual net, shared, competitive start", "e", ["unroll", "fixed-points"]),
        new("shared-adaptive", "Residual net, shared, adaptive depth", "f", []),
        new("variable-adaptive", "Residual net, variable, adaptive depth", "g", []),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(network => network.Name)];

    /// <summary>Whether an analysis is wanted of it.</summary>
    public bool Wants(string analysis, bool quick) => Analyses?.Contains(analysis) != false && !(quick && SlowAnalyses.Contains(analysis));

    /// <summary>The network of that name.</summary>
    public static PaperNetwork Of(string name) => All.Single(network => network.Name == name);
}
