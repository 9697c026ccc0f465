using Plotly.Blazor;
using Residua.App.Explorer.Services;
using Residua.App.Figures;

namespace Residua.App.Explorer.Plots;

/// <summary>Plots of one sample through the layers.</summary>
internal static class SamplePlots
{
    private const int MostPoints = 400;

    /// <summary>All its residuals, neurons × layers.</summary>
    public static Plot Map(SampleReading sample, SampleChoice choice, Appearance look) => NeuronMap.Of(new(
        "sample-map", "Residual y(t) of every neuron", "y", Layers(sample), NeuronOrder.Of(sample.Neurons, choice.IsSorted ? i => sample.Residual(sample.Layers, i) : null),
        (l, i) => sample.Residual(l + 1, i), sample.Trained)
    {
        IsSorted = choice.IsSorted,
        IsMaximum = choice.IsMaximum,
        IsLog = choice.IsLog,
    }, look);

    /// <summary>Residuals of its most active neurons.</summary>
    public static Plot Active(SampleReading sample, SampleChoice choice, Appearance look)
    {
        int[] layers = Layers(sample);
        int[] most = [.. Enumerable.Range(0, sample.Neurons).OrderByDescending(i => layers.Sum(t => Math.Abs(sample.Residual(t, i)))).Take(choice.Lines)];
        return Lines(sample, choice, look, 1, "active-neurons", $"The {most.Length} most active neurons", "y(t)",
            [.. most.Select(i => ($"neuron {i}", (Func<int, double>)(t => sample.Residual(t, i))))]) with
        {
            Caption = $"Residuals of the neurons with the largest mean |y(t)| over layers 1 to {sample.Layers}." + Note(sample, choice),
        };
    }

    /// <summary>Class probabilities read out after every layer.</summary>
    public static Plot Classes(SampleReading sample, SampleChoice choice, Appearance look)
    {
        Plot plot = Lines(sample, choice, look, choice.IsLog ? 1 : 0, "class-probabilities", "Class probabilities read out at every layer", "probability",
            [.. Enumerable.Range(0, sample.Classes).Select(c => ($"class {c}", (Func<int, double>)(t => sample.Probability(t, c))))]);
        int decided = sample.Answer.DecisionLayer;
        bool isMarked = decided > 0 || !choice.IsLog;
        return plot with
        {
            RangeY = (-0.02, 1.02),
            Shapes = isMarked ? [.. plot.Shapes, LayerAxis.At(decided, "dot", look)] : plot.Shapes,
            Table = plot.Table with { Columns = ["layer", "class", "probability"] },
            Caption = $"Softmax of the classifier's readout of the state x(t){(choice.IsLog ? "" : "; layer 0 is the input alone")}." +
                (isMarked ? $" Dotted: layer {decided}, which decided." : "") + Note(sample, choice),
        };
    }

    private static Plot Lines(
        SampleReading sample, SampleChoice choice, Appearance look, int first, string name, string title, string unit, (string Name, Func<int, double> Value)[] lines)
    {
        int[] layers = [.. Enumerable.Range(first, sample.Layers - first + 1)];
        int[] drawn = [.. Thin.Layers(layers, MostPoints, choice.IsLog).Select(place => layers[place])];
        List<ITrace> traces = [];
        foreach (((string series, Func<int, double> value), int i) in lines.Select((line, i) => (line, i)))
        {
            traces.Add(Traces.Line(series, drawn.Select(t => (double)t), drawn.Select(t => Thin.Round(value(t))), look.Series(i), Traces.Dash(i)));
        }

        return new(name, title, LayerAxis.Title, unit, traces, new FigureTable(name, ["layer", "neuron", "residual"],
            from t in layers
            from line in lines
            select (IReadOnlyList<object>)[t, line.Name[(line.Name.IndexOf(' ') + 1)..], line.Value(t)]))
        {
            IsLogX = choice.IsLog,
            RangeX = choice.IsLog ? LayerAxis.Limits(sample.Layers, true) : (first, sample.Layers),
            Shapes = LayerAxis.Trained(sample.Trained, sample.Layers, look),
            Height = 420,
        };
    }

    private static string Note(SampleReading sample, SampleChoice choice)
    {
        int drawn = Thin.Layers(Layers(sample), MostPoints, choice.IsLog).Length;
        return (drawn < sample.Layers ? $" {drawn} of {sample.Layers} layers are drawn; the CSV has all." : "") + LayerAxis.Explained(sample.Trained, sample.Layers);
    }

    private static int[] Layers(SampleReading sample) => [.. Enumerable.Range(1, sample.Layers)];
}
