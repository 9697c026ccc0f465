using System.Globalization;
using Residua.Networks;

namespace Residua.App.Explorer.Services;

/// <summary>How a sample is shown: an address made good by what there is; nothing that it says is an error.</summary>
/// <param name="Layers">Layers to run.</param>
/// <param name="IsLog">Whether layers are on a logarithmic axis.</param>
/// <param name="Lines">How many neurons have lines.</param>
/// <param name="IsSorted">Whether the heat map's neurons are sorted by their residual at the last layer run.</param>
/// <param name="IsMaximum">Whether rows of the heat map are maxima of several neurons.</param>
public sealed record SampleChoice(int Layers, bool IsLog, int Lines, bool IsSorted, bool IsMaximum)
{
    /// <summary>The most neurons that have lines.</summary>
    public const int MostLines = 20;

    private const int UsualLayers = 1000, UsualLines = 8, LogFrom = 100;

    /// <summary>Reads an address.</summary>
    public static SampleChoice Of(SampleQuery asked, NetworkSpec network)
    {
        int deepest = Deepest(network), layers = Math.Clamp(Whole(asked.Layers) ?? UsualLayers, network.Layers, deepest);
        return new(
            layers,
            asked.Axis switch { "log" => true, "linear" => false, _ => layers > LogFrom },
            Math.Clamp(Whole(asked.Lines) ?? UsualLines, 1, MostLines),
            asked.Order != "index",
            asked.Rows == "max");
    }

    /// <summary>The most layers that a network can be run here.</summary>
    public static int Deepest(NetworkSpec network) =>
        WeightLayout.Parse(network.Weights, network.Layers).Groups.Count == 1 ? Math.Max(network.Layers, SampleStudy.Deepest) : network.Layers;

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;
}
