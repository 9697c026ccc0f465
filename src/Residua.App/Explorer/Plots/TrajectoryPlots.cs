using Plotly.Blazor;
using Plotly.Blazor.Traces;
using Residua.Analysis;
using Residua.App.Explorer.Services;
using Residua.App.Figures;
using Residua.Systems;

namespace Residua.App.Explorer.Plots;

/// <summary>Plots of what neurons do through depth.</summary>
internal static class TrajectoryPlots
{
    private const int MostPoints = 11_000, FewestPoints = 400, MostInPoints = 2; // classes: points of more take a browser too long at each layer

    /// <summary>Mean and deviation of the chosen neurons by layer, a line for each class.</summary>
    public static Plot Lines(TrajectoryData data, TrajectoryChoice choice, Appearance look)
    {
        IReadOnlyList<int> neurons = NeuronOrder.Chosen(data, choice);
        double[] layers = [.. data.Layers.Take(choice.Shown).Select(layer => (double)layer)];
        (string Name, string Colour, string Dash, double[] Mean, double[] Deviation)[] groups =
        [
            .. Groups(data, choice, look).Select(group => (group.Name, group.Colour, group.Dash,
                Over(layers.Length, neurons, group.Series.Mean), Over(layers.Length, neurons, group.Series.Deviation))),
        ];
        List<ITrace> traces = [];
        foreach ((string name, string colour, string dash, double[] mean, double[] deviation) in groups)
        {
            if (choice.HasBand)
            {
                traces.Add(Traces.Band(name, layers, [.. mean.Zip(deviation, (m, s) => Thin.Round(m - s))], [.. mean.Zip(deviation, (m, s) => Thin.Round(m + s))], colour));
            }

            traces.Add(layers.Length == 1 ? Traces.Marked(name, layers, mean, colour) : Traces.Line(name, layers, mean.Select(Thin.Round), colour, dash));
        }

        string who = neurons.Count == 1 ? $"neuron {neurons[0]}" : $"the {neurons.Count:N0} neurons chosen";
        return new("trajectories", $"Mean {choice.Word} {choice.Letter}(t) by layer", LayerAxis.Title, $"{choice.Letter}(t)", traces, new FigureTable("trajectories", ["layer", "class", "mean", "standard deviation"],
            from l in Enumerable.Range(0, layers.Length)
            from @group in groups
            select (IReadOnlyList<object>)[layers[l], @group.Name, @group.Mean[l], @group.Deviation[l]]))
        {
            IsLogX = choice.IsLog,
            RangeX = LayerAxis.Limits(choice.Last, choice.IsLog),
            Shapes = LayerAxis.Trained(data.TrainedDepth, choice.Last, look),
            Height = 420,
            Caption = groups.Length == 0 ? "No class is chosen." : $"Lines: mean of {who} over {Samples(data)}." +
                (choice.HasBand ? $" Bands: this mean ± the standard deviation over those samples{(neurons.Count == 1 ? "" : ", taken of each neuron alone and then averaged over the neurons; how neurons differ among each other is not in it")}." : "") +
                LayerAxis.Explained(data.TrainedDepth, choice.Last),
        };
    }

    /// <summary>The mean of every neuron by layer, as a heat map.</summary>
    public static Plot Map(TrajectoryData data, TrajectoryChoice choice, Appearance look)
    {
        string of = choice.Map is { } c ? $"class {c}" : "all samples";
        return NeuronMap.Of(new(
            "trajectory-map", $"Mean {choice.Word} {choice.Letter}(t) of every neuron, {of}", $"mean {choice.Letter}",
            [.. data.Layers.Take(choice.Shown)], NeuronOrder.Of(data, choice), data.Of(choice.Signal, choice.Map).Mean, data.TrainedDepth)
        {
            IsSorted = choice.IsSorted,
            IsMaximum = choice.IsMaximum,
            IsLog = choice.IsLog,
            Rows = choice.Brush,
        }, look);
    }

    /// <summary>All neurons at one layer, in the order of the last layer.</summary>
    /// <param name="data">The trajectories.</param>
    /// <param name="choice">What is shown.</param>
    /// <param name="place">The layer's place among those kept.</param>
    /// <param name="look">Light or dark.</param>
    public static Plot Layer(TrajectoryData data, TrajectoryChoice choice, int place, Appearance look)
    {
        (string Name, string Colour, string Dash, NeuronSeries Series)[] groups = [.. Groups(data, choice, look)];
        int last = data.Layers.Count - 1, layer = data.Layers[place];
        int[] order = NeuronOrder.Of(data.Neurons, i => -groups.Select(group => group.Series.Mean(last, i)).Where(double.IsFinite).DefaultIfEmpty(0).Average());
        int[] ranks = [.. Enumerable.Range(1, order.Length)];
        int[] drawn = [.. Thin.Layers(ranks, Math.Max(FewestPoints, MostPoints / Math.Max(1, groups.Length)), choice.IsLogRank).Select(at => ranks[at])];
        bool isBounded = choice.Signal == Signals.Residual && groups.All(group => drawn.All(rank => group.Series.Mean(place, order[rank - 1]) is >= 0 and <= 1));
        return new("layer", $"Mean {choice.Word} {choice.Letter}(t) of every neuron at layer {layer}", $"rank by mean at layer {data.Depth}", $"{choice.Letter}({layer})",
            [.. groups.Select(group => Neurons(group.Name, group.Colour, drawn, rank => group.Series.Mean(place, order[rank - 1]), groups.Length <= MostInPoints))],
            new FigureTable("layer", ["layer", "rank", "neuron", "class", "mean", "standard deviation"],
                from rank in ranks
                from @group in groups
                let i = order[rank - 1]
                select (IReadOnlyList<object>)[layer, rank, i, @group.Name, @group.Series.Mean(place, i), @group.Series.Deviation(place, i)]))
        {
            IsLogX = choice.IsLogRank,
            RangeX = choice.IsLogRank ? (0, Math.Log10(order.Length + 1)) : (0, order.Length + 1),
            RangeY = isBounded ? (-0.02, 1.02) : null,
            Caption = groups.Length == 0 ? "No class is chosen." : $"Every neuron keeps its rank through the layers: rank 1 has the largest mean over {(data.HasClasses ? "the classes chosen" : "all samples")} at layer {data.Depth}." +
                (drawn.Length < order.Length ? $" {drawn.Length} of {order.Length} neurons are drawn, evenly spaced; the CSV has all." : "") +
                (isBounded ? "" : " The vertical axis fits each layer."),
        };
    }

    /// <summary>Shares of neurons by the size of their mean residual.</summary>
    public static Plot Population(UnrollResult unroll, TrajectoryChoice choice, Appearance look)
    {
        int shown = unroll.Layers.Count(layer => layer <= choice.Last);
        double[] layers = [.. unroll.Layers.Take(shown).Select(layer => (double)layer)];
        (string Name, double[] Share)[] lines = [("below 0.01", unroll.ShareOfMeansBelow001), ("above 0.5", unroll.ShareOfMeansAbove05), ("above 0.99", unroll.ShareOfMeansAbove099)];
        return new("population", "Neurons by their mean residual", LayerAxis.Title, "neurons (%)",
            [.. lines.Select((line, i) => Traces.Line(line.Name, layers, line.Share.Take(shown).Select(share => 100 * share), look.Series(i)))],
            new FigureTable("population", ["layer", .. lines.Select(line => line.Name)],
                from l in Enumerable.Range(0, shown)
                select (IReadOnlyList<object>)[layers[l], .. lines.Select(line => (object)line.Share[l])]))
        {
            IsLogX = choice.IsLog,
            RangeX = LayerAxis.Limits(choice.Last, choice.IsLog),
            Shapes = LayerAxis.Trained(unroll.TrainedDepth, choice.Last, look),
            Caption = $"Share of all {unroll.Neurons:N0} neurons whose mean residual over {unroll.Samples:N0} {unroll.Split} images is below 0.01, above 0.5 and above 0.99.{LayerAxis.Explained(unroll.TrainedDepth, choice.Last)}",
        };
    }

    private static IEnumerable<(string Name, string Colour, string Dash, NeuronSeries Series)> Groups(TrajectoryData data, TrajectoryChoice choice, Appearance look) => data.HasClasses
        ? choice.Classes.Select(c => ($"class {c}", look.Series(c), Traces.Dash(c), data.Of(choice.Signal, c)))
        : [("all samples", look.Series(0), Traces.Dash(0), data.Of(choice.Signal, null))];

    private static Scatter Neurons(string name, string colour, int[] ranks, Func<int, double> value, bool isPoints)
    {
        IEnumerable<double> x = ranks.Select(rank => (double)rank), y = ranks.Select(rank => Thin.Round(value(rank)));
        return isPoints ? Traces.Points(name, x, y, colour, size: 4) : Traces.Line(name, x, y, colour, width: 1);
    }

    private static double[] Over(int layers, IReadOnlyList<int> neurons, Func<int, int, double> value) =>
        [.. Enumerable.Range(0, layers).Select(l => neurons.Average(i => value(l, i)))];

    private static string Samples(TrajectoryData data)
    {
        int[] counts = [.. data.Samples.Where(count => count > 0)];
        string number = counts.Min() == counts.Max() ? $"{counts[0]:N0}" : $"{counts.Min():N0} to {counts.Max():N0}";
        string images = data.Split == "test" ? "test images" : "training images";
        return data.HasClasses ? $"the {number} {images} of a class" : $"{number} {images} of all classes";
    }
}
