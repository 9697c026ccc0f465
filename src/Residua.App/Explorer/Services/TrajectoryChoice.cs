using System.Globalization;
using Residua.Systems;

namespace Residua.App.Explorer.Services;

/// <summary>What is shown of trajectories: an address made good by what there is; nothing that it says is an error.</summary>
public sealed record TrajectoryChoice
{
    private const int LogFrom = 100;

    /// <summary>The classes shown; empty where nothing is known of classes, or where none is chosen.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>x, y or z.</summary>
    public required Signals Signal { get; init; }

    /// <summary>Its letter.</summary>
    public string Letter => Signal switch { Signals.State => "x", Signals.Residual => "y", _ => "z" };

    /// <summary>The field's word for it.</summary>
    public string Word => Signal switch { Signals.State => "state", Signals.Residual => "residual", _ => "pre-activation" };

    /// <summary>Neurons as they were written.</summary>
    public required NeuronList Written { get; init; }

    /// <summary>The last layer shown, one of those kept.</summary>
    public required int Last { get; init; }

    /// <summary>How many of the layers kept are shown.</summary>
    public required int Shown { get; init; }

    /// <summary>Whether layers are on a logarithmic axis.</summary>
    public required bool IsLog { get; init; }

    /// <summary>Whether deviations are drawn.</summary>
    public required bool HasBand { get; init; }

    /// <summary>The class of the heat map; null for all samples.</summary>
    public required int? Map { get; init; }

    /// <summary>Whether the heat map's neurons are sorted by value at the last layer shown.</summary>
    public required bool IsSorted { get; init; }

    /// <summary>Whether rows of the heat map are maxima of several neurons; or else single neurons, evenly spaced.</summary>
    public required bool IsMaximum { get; init; }

    /// <summary>Rows of the heat map, both included; null for all.</summary>
    public required (int First, int Last)? Brush { get; init; }

    /// <summary>Whether the player's neurons are on a logarithmic axis.</summary>
    public required bool IsLogRank { get; init; }

    /// <summary>Where the player is, among the layers kept.</summary>
    public required int Place { get; init; }

    /// <summary>Reads an address.</summary>
    public static TrajectoryChoice Of(TrajectoryQuery asked, TrajectoryData data)
    {
        int[] layers = [.. data.Layers];
        int last = Math.Max(Nearest(layers, Whole(asked.Last) ?? data.Depth), Math.Min(1, layers.Length - 1)); // a line has two points
        string[] named = (asked.Classes ?? "").Split(',', StringSplitOptions.TrimEntries);
        int[] classes = [.. data.Classes.Where(c => named.Contains($"{c}"))];
        return new()
        {
            Classes = classes.Length > 0 || asked.Classes == "none" ? classes : [.. data.Classes],
            Signal = !data.HasClasses ? Signals.Residual : asked.Signal switch { "x" => Signals.State, "z" => Signals.PreActivation, _ => Signals.Residual },
            Written = NeuronList.Parse(asked.Neurons, data.Neurons),
            Last = layers[last],
            Shown = last + 1,
            IsLog = asked.Axis switch { "log" => true, "linear" => false, _ => data.Depth > LogFrom },
            HasBand = asked.Band != "off",
            Map = Whole(asked.Map) is { } c && data.Classes.Contains(c) ? c : null,
            IsSorted = asked.Order != "index",
            IsMaximum = asked.Rows == "max",
            Brush = Rows(asked.Brush, data.Neurons),
            IsLogRank = asked.Ranks == "log",
            Place = Nearest(layers, Whole(asked.Layer) ?? data.TrainedDepth),
        };
    }

    /// <summary>Rows of the heat map in words for an address; null for all of them.</summary>
    public static string? BrushOf(double least, double most, int neurons)
    {
        (int first, int last) = ((int)Math.Clamp(Math.Ceiling(least), 0, neurons - 1), (int)Math.Clamp(Math.Floor(most), 0, neurons - 1));
        return first > last ? $"{last}-{last}" : first == 0 && last == neurons - 1 ? null : $"{first}-{last}";
    }

    private static (int First, int Last)? Rows(string? text, int neurons)
    {
        string[] ends = (text ?? "").Split('-');
        return ends is [{ } low, { } high] && Whole(low) is { } first && Whole(high) is { } last && first >= 0 && first <= last && first < neurons
            ? (first, Math.Min(last, neurons - 1))
            : null;
    }

    // The place of the nearest layer kept.
    private static int Nearest(int[] layers, int layer) => Enumerable.Range(0, layers.Length).MinBy(place => Math.Abs((long)layers[place] - layer));

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;
}
