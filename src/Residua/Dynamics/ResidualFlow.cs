using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The residual network in continuous depth, dx/dt = y, dz/dt = W y + dW/dt x + db/dt with y = f(z), on the interval of
/// one layer, [l-1, l]. Its state is z and x side by side, [B,2N]: followed in z, y = f(z) cannot leave the range of f,
/// and x(t) = x(0) + ∫ y dt is what the classifier reads.
/// </summary>
/// <remarks>
/// With shared weights one flow serves all times, dW/dt = 0 (eq. 2), and Euler's step of size 1 is the network's layer
/// exactly: z(t+1) = z(t) + W y(t). With others W goes in a straight line from W_l at time l-1 to W_(l+1) at time l, so there
/// is one flow for each interval; z(t) = W(t) x(t) + b(t) holds throughout, but Euler's step in z then differs from the layer
/// by (W_(l+1) - W_l) y. The layer's y(t) stands at time t-1, its x(t) at time t.
/// Source: paper, eq. 1-3.
/// </remarks>
public sealed class ResidualFlow : IFlow, IDisposable
{
    private readonly IDenseMap _map;
    private readonly LayerWeights _weights;
    private readonly int _layer;

    /// <summary>The flow of a residual network on [layer-1, layer]. It keeps copies of the weights.</summary>
    /// <param name="map">A residual network (carry 1), with any smooth f.</param>
    /// <param name="layer">l, counted from 1; with shared weights any one will do.</param>
    /// <param name="type">The type to compute in.</param>
    /// <exception cref="ArgumentException">The map is not a residual network.</exception>
    public ResidualFlow(IDenseMap map, int layer = 1, ScalarType type = ScalarType.Float64)
    {
        if (map.Carry != 1)
        {
            throw new ArgumentException($"A residual flow is that of x(t) = x(t-1) + y(t), but this map carries {map.Carry} of its state; see PerceptronFlow for 0.", nameof(map));
        }

        using IDisposable noGradient = no_grad();
        (_map, _layer, _weights) = (map, layer, new LayerWeights(map, layer, type));
    }

    /// <summary>The state (z, x) at the start of the interval, a new tensor [B,2N], for x [B,N].</summary>
    public Tensor Start(Tensor x)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = x.to(_weights.Type);
        return cat([_weights.PreActivation(wide, _layer - 1), wide], 1).MoveToOuterDisposeScope();
    }

    /// <summary>y = f(z), a new tensor [B,N], of a state [B,2N].</summary>
    public Tensor Residual(Tensor state)
    {
        using DisposeScope scope = NewDisposeScope();
        return _map.Activate(Half(state, 0)).MoveToOuterDisposeScope();
    }

    /// <summary>x, a new tensor [B,N], of a state [B,2N].</summary>
    public static Tensor Cumulative(Tensor state)
    {
        using Tensor x = Half(state, 1);
        return x.clone();
    }

    /// <inheritdoc />
    public Tensor Velocity(Tensor state, double time)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = _map.Activate(Half(state, 0)); // [B,N]
        return cat([_weights.Derivative(Half(state, 1), y, time), y], 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _weights.Dispose();

    private static Tensor Half(Tensor state, int half)
    {
        long n = state.shape[1] / 2;
        return state.narrow(1, half * n, n);
    }
}
