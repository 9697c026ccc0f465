using Residua.Data;

namespace Residua.App.Figures;

/// <summary>All that figures are drawn from.</summary>
internal sealed record FigureInputs
{
    /// <summary>The networks, in order.</summary>
    public IReadOnlyList<FigureNetwork> Networks { get; init; } = [];

    /// <summary>The data set's name.</summary>
    public string Data { get; init; } = "";

    /// <summary>Images for the contact sheet; null for none.</summary>
    public ImageSet? Images { get; init; }
}
