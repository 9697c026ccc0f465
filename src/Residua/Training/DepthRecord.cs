namespace Residua.Training;

/// <summary>What was decided of a network's depth after an epoch, and why. Errors are fractions.</summary>
public sealed record DepthRecord
{
    /// <summary>How weights are shared over the layers of the epoch; see <see cref="Networks.WeightLayout"/>.</summary>
    public required string Weights { get; init; }

    /// <summary>T during the epoch.</summary>
    public required int Layers { get; init; }

    /// <summary>δ(1..T) after the epoch; NaN at layer 1. See <see cref="ResidualChange"/>.</summary>
    public required IReadOnlyList<double> Changes { get; init; }

    /// <summary>δ below which a layer goes.</summary>
    public required double Threshold { get; init; }

    /// <summary>What was done.</summary>
    public required DepthAction Action { get; init; }

    /// <summary>The layers removed, numbered as during the epoch.</summary>
    public IReadOnlyList<int> Removed { get; init; } = [];

    /// <summary>The layers that were given back a copy, numbered as during the epoch.</summary>
    public IReadOnlyList<int> Restored { get; init; } = [];

    /// <summary>How weights are shared over the layers that the next epoch trains.</summary>
    public required string WeightsAfter { get; init; }

    /// <summary>T of the next epoch.</summary>
    public required int LayersAfter { get; init; }

    /// <summary>Whether errors are over the validation images; else over the test images, which decide nothing.</summary>
    public required bool OnValidation { get; init; }

    /// <summary>Error before the decision.</summary>
    public required double ErrorBefore { get; init; }

    /// <summary>Error after it, before any further training.</summary>
    public required double ErrorAfter { get; init; }
}
