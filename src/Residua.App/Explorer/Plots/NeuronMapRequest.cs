namespace Residua.App.Explorer.Plots;

/// <summary>What a heat map of neurons × layers shows.</summary>
/// <param name="Name">The stem of exported files.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Label">What a number is.</param>
/// <param name="Layers">The layers shown, ascending.</param>
/// <param name="Order">Neurons by place, from below.</param>
/// <param name="Value">The number of the l-th layer shown and neuron i.</param>
/// <param name="Trained">T, the last trained layer.</param>
internal sealed record NeuronMapRequest(string Name, string Title, string Label, IReadOnlyList<int> Layers, IReadOnlyList<int> Order, Func<int, int, double> Value, int Trained)
{
    /// <summary>Whether the order is by value at the last layer.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Whether rows are maxima of several neurons, where there are more neurons than rows.</summary>
    public bool IsMaximum { get; init; }

    /// <summary>Whether layers are on a logarithmic axis.</summary>
    public bool IsLog { get; init; }

    /// <summary>Places shown, both included; null for all.</summary>
    public (int First, int Last)? Rows { get; init; }
}
