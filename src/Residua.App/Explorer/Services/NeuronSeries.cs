namespace Residua.App.Explorer.Services;

/// <summary>Mean and standard deviation over samples of every neuron's signal, layer by layer.</summary>
/// <param name="means">Means, layer after layer.</param>
/// <param name="deviations">Standard deviations, in the same order.</param>
/// <param name="first">Where the numbers of the first layer start.</param>
/// <param name="step">From one layer's numbers to the next one's.</param>
public sealed class NeuronSeries(float[] means, float[] deviations, int first, int step)
{
    /// <summary>The mean of neuron i at the l-th layer kept, from 0.</summary>
    public double Mean(int l, int i) => means[first + (l * step) + i];

    /// <summary>The standard deviation of neuron i at the l-th layer kept, from 0.</summary>
    public double Deviation(int l, int i) => deviations[first + (l * step) + i];
}
