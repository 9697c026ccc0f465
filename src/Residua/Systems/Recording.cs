namespace Residua.Systems;

/// <summary>What to keep of a rollout. A value, apart from how the system evolves.</summary>
public sealed record Recording
{
    /// <summary>Keeps the final state alone.</summary>
    public static Recording FinalState { get; } = new();

    /// <summary>Signals to keep for every sample.</summary>
    public Signals Signals { get; init; }

    /// <summary>The layers at which <see cref="Signals"/> are kept.</summary>
    public LayerSelection SignalLayers { get; init; } = LayerSelection.All;

    /// <summary>The neurons of which <see cref="Signals"/> are kept; null for all.</summary>
    public IReadOnlyList<int>? Neurons { get; init; }

    /// <summary>Whether to keep mean and standard deviation of the residuals over samples; see <see cref="ResidualStatistics"/>.</summary>
    public bool Statistics { get; init; }

    /// <summary>The layers at which statistics are kept.</summary>
    public LayerSelection StatisticLayers { get; init; } = LayerSelection.All;

    /// <summary>The class of each sample, 0..C-1: statistics are then also taken within each class. Null for none.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    /// <summary>A residual below this counts as near zero.</summary>
    public double NearZero { get; init; } = 0.01;

    /// <summary>A residual above this counts as near one.</summary>
    public double NearOne { get; init; } = 0.99;
}
