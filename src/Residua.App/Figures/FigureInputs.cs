using Residua.Data;

namespace Residua.App.Figures;

/// <summary>All that figures are drawn from.</summary>
internal sealed record FigureInputs
{
    /// <summary>The networks, in order, one of a name.</summary>
    public IReadOnlyList<FigureNetwork> Networks { get; init; } = [];

    /// <summary>The same networks with all their seeds, for figures of results over seeds; empty for a single run.</summary>
    public IReadOnlyList<FigureNetwork> AllSeeds { get; init; } = [];

    /// <summary>The data set's name.</summary>
    public string Data { get; init; } = "";

    /// <summary>Images for the contact sheet; null for none.</summary>
    public ImageSet? Images { get; init; }
}
