using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The network and its linearisation in x: ∂x(t)/∂x(t-1) v = a v + f'(z(t)) ∘ (W_t v). State x [B,N]. Holds copies of the
/// parameters of one layer.
/// </summary>
/// <remarks>
/// For a residual network with shared weights this is conjugate to δz → δz + W (f'(z) ∘ δz) by W, so that exponents are
/// the same where W is regular. A saturated neuron neither grows nor decays in x: its exponent is 0. See
/// <see cref="ResidualTangent"/> for y.
/// </remarks>
/// <param name="map">The network.</param>
/// <param name="type">The type to compute in.</param>
public sealed class StateTangent(IDenseMap map, ScalarType type = ScalarType.Float64) : ITangentMap, IDisposable
{
    private LayerWeights? _weights;
    private int _layer;

    /// <inheritdoc />
    public (Tensor State, Tensor Tangents) Step(Tensor state, Tensor tangents, int step)
    {
        using DisposeScope scope = NewDisposeScope();
        LayerWeights weights = Weights(step);
        int layer = _layer;
        Tensor product = weights.Multiply(cat([state, tangents.flatten(0, 1)]), layer - 1); // of all rows at once, [B + B k,N]
        long samples = state.shape[0];
        Tensor z = weights.AddBias(product.narrow(0, 0, samples), layer - 1), y = map.Activate(z); // [B,N]
        Tensor grown = product.narrow(0, samples, product.shape[0] - samples).view(tangents.shape) * map.Derivative(z, y).unsqueeze(1); // [B,k,N]
        if (map.Carry != 0)
        {
            grown.Add_(tangents, map.Carry);
            y.Add_(state, map.Carry);
        }

        return (y.MoveToOuterDisposeScope(), grown.MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public void Dispose() => _weights?.Dispose();

    private LayerWeights Weights(int step)
    {
        int layer = map.IsAutonomous ? 1 : step;
        if (_weights is null || layer != _layer)
        {
            _weights?.Dispose();
            (_weights, _layer) = (new(map, layer, type), layer);
        }

        return _weights;
    }
}
