using Residua.App.Figures;

namespace Residua.App.Explorer.Plots;

/// <summary>Draws neurons × layers as a heat map.</summary>
internal static class NeuronMap
{
    /// <summary>The most rows and columns that are drawn.</summary>
    public const int MostRows = 300, MostColumns = 120;

    private const double Limit = 0.995; // of absolute values: beyond it colours stay the same, where values grow without bound

    /// <summary>A plot of numbers by neuron and layer.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="look">Light or dark.</param>
    public static Plot Of(NeuronMapRequest request, Appearance look)
    {
        (int first, int last) = request.Rows ?? (0, request.Order.Count - 1);
        int[] columns = Thin.Layers(request.Layers, MostColumns, request.IsLog);
        List<(double Place, int[] Neurons)> rows = [.. Rows(request.Order, first, last, request.IsMaximum)];
        double[][] values = [.. rows.Select(row => columns.Select(l => Thin.Round(row.Neurons.Max(i => request.Value(l, i)))).ToArray())];
        bool hasNegative = values.Any(row => row.Any(value => value < 0)), isBounded = values.All(row => row.All(value => value is >= -1 and <= 1));
        int at = request.Layers[^1];
        bool isThinned = rows.Count < last - first + 1;
        return new(request.Name, request.Title, LayerAxis.Title, request.IsSorted ? $"place by value at layer {at}" : "neuron", [Traces.Map(
            columns.Select(l => (double)request.Layers[l]), rows.Select(row => row.Place), values, request.Label, hasNegative, isBounded ? null : Limits(values, hasNegative))],
            new FigureTable(request.Name, ["place", "neuron", "layer", request.Label],
                from place in Enumerable.Range(first, last - first + 1)
                from l in Enumerable.Range(0, request.Layers.Count)
                select (IReadOnlyList<object>)[place, request.Order[place], request.Layers[l], request.Value(l, request.Order[place])]))
        {
            IsLogX = request.IsLog,
            RangeX = LayerAxis.Limits(at, request.IsLog),
            RangeY = (first - 0.5, last + 0.5),
            Shapes = LayerAxis.Trained(request.Trained, at, look),
            HasLegend = false,
            Height = 420,
            Caption = $"{(request.IsSorted ? $"Neurons by value at layer {at}, the largest on top" : "Neurons by number, 0 below")}. " +
                (!isThinned ? "Every row is one neuron." : request.IsMaximum ? $"Every row is the maximum over {(last - first + rows.Count) / rows.Count} neurons or one fewer." : $"Every row is one neuron: {rows.Count} of {last - first + 1}, evenly spaced.") +
                (columns.Length < request.Layers.Count ? $" {columns.Length} of {request.Layers.Count} layers." : "") +
                (isBounded ? "" : $" Colours end where {1 - Limit:P1} of the values lie beyond.") +
                LayerAxis.Explained(request.Trained, at),
        };
    }

    private static IEnumerable<(double Place, int[] Neurons)> Rows(IReadOnlyList<int> order, int first, int last, bool isMaximum)
    {
        int count = last - first + 1;
        if (!isMaximum || count <= MostRows)
        {
            return Thin.Even(count, MostRows).Select(place => ((double)first + place, new[] { order[first + place] }));
        }

        return Enumerable.Range(0, MostRows).Select(row =>
        {
            (int from, int to) = ((int)((long)row * count / MostRows), (int)((row + 1L) * count / MostRows)); // one neuron or more
            return (first + ((from + to - 1) / 2.0), order.Skip(first + from).Take(to - from).ToArray());
        });
    }

    private static (double Least, double Most)? Limits(double[][] values, bool hasNegative)
    {
        double[] sizes = [.. values.SelectMany(row => row).Where(double.IsFinite).Select(Math.Abs).Order()];
        return sizes.Length == 0 || sizes[(int)(Limit * (sizes.Length - 1))] is not (> 0 and var most) ? null : (hasNegative ? -most : 0, most);
    }
}
