using Residua.App.Explorer.Services;

namespace Residua.App.Explorer.Plots;

/// <summary>Neurons by their place in a heat map, from below.</summary>
internal static class NeuronOrder
{
    /// <summary>Neuron numbers by place: ascending in value, or as they are numbered.</summary>
    /// <param name="neurons">N.</param>
    /// <param name="value">What a neuron is sorted by; null to leave them as they are. What is not a number comes first.</param>
    public static int[] Of(int neurons, Func<int, double>? value) => value is null
        ? [.. Enumerable.Range(0, neurons)]
        : [.. Enumerable.Range(0, neurons).OrderBy(value)];

    /// <summary>The order that a choice asks for.</summary>
    public static int[] Of(TrajectoryData data, TrajectoryChoice choice)
    {
        NeuronSeries series = data.Of(choice.Signal, choice.Map);
        return Of(data.Neurons, choice.IsSorted ? i => series.Mean(choice.Shown - 1, i) : null);
    }

    /// <summary>The neurons whose lines are drawn: those brushed in the heat map, or else those written.</summary>
    public static IReadOnlyList<int> Chosen(TrajectoryData data, TrajectoryChoice choice) =>
        choice.Brush is { } rows ? [.. Of(data, choice)[rows.First..(rows.Last + 1)]] : choice.Written.Chosen;
}
