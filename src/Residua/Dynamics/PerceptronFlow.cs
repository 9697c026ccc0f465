using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The perceptron in continuous depth, dy/dt = -y + f(W y + b), on the interval of one layer, [l-1, l]. Its state is y,
/// [B,N]; Euler's step of size 1 is the layer.
/// </summary>
/// <remarks>
/// With other than shared weights W and b go in a straight line from those of layer l to those of layer l+1. y stays within
/// the range of f once there. Source: paper, eq. 6.
/// </remarks>
public sealed class PerceptronFlow : IFlow, IDisposable
{
    private readonly IDenseMap _map;
    private readonly LayerWeights _weights;

    /// <summary>The flow of a perceptron on [layer-1, layer]. It keeps copies of the weights.</summary>
    /// <param name="map">A perceptron (carry 0), with any smooth f.</param>
    /// <param name="layer">l, counted from 1; with shared weights any one will do.</param>
    /// <param name="type">The type to compute in.</param>
    /// <exception cref="ArgumentException">The map is not a perceptron.</exception>
    public PerceptronFlow(IDenseMap map, int layer = 1, ScalarType type = ScalarType.Float64)
    {
        if (map.Carry != 0)
        {
            throw new ArgumentException($"A perceptron's flow is that of y(t) = f(W y(t-1) + b), but this map carries {map.Carry} of its state; see ResidualFlow for 1.", nameof(map));
        }

        using IDisposable noGradient = no_grad();
        (_map, _weights) = (map, new LayerWeights(map, layer, type));
    }

    /// <inheritdoc />
    public Tensor Velocity(Tensor state, double time)
    {
        using DisposeScope scope = NewDisposeScope();
        return _map.Activate(_weights.PreActivation(state, time)).sub_(state).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _weights.Dispose();
}
