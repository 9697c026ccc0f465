using Residua.Training;

namespace Residua.App.Figures;

/// <summary>A network's results, as far as there are any, for figures to draw.</summary>
internal sealed record FigureNetwork
{
    /// <summary>The run's name, "shared".</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in captions, "Residual net, shared weights".</summary>
    public required string Title { get; init; }

    /// <summary>The seed it was trained with.</summary>
    public int Seed { get; init; }

    /// <summary>The letter of its Figure 2: "a", "b", …; empty when there is one network only.</summary>
    public string Letter { get; init; } = "";

    /// <summary>What analyses found of it, one of a kind.</summary>
    public IReadOnlyList<object> Results { get; init; } = [];

    /// <summary>Its training, epoch by epoch.</summary>
    public IReadOnlyList<EpochMetrics> Metrics { get; init; } = [];

    /// <summary>The result of a kind; null when there is none.</summary>
    public T? Find<T>()
        where T : class => Results.OfType<T>().FirstOrDefault();
}
