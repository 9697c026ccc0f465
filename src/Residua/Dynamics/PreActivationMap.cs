using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// A network with shared weights as a map of its pre-activation alone, in float64: z(t+1) = a z(t) + W f(z(t)) + (1 - a) b, a = 1 in
/// a residual network and 0 in a perceptron. In z nothing is lost where y = f(z) rounds to 0 or 1, and the state x, which grows
/// for ever, is not needed.
/// </summary>
/// <remarks>Source: paper, section 4; z(t+1) - a z(t) = W (x(t) - a x(t-1)) + (1 - a) b.</remarks>
public sealed class PreActivationMap : IDisposable
{
    private readonly IDenseMap _map;

    /// <summary>The map of a network, with copies of its weights.</summary>
    /// <exception cref="ArgumentException">Its weights are not shared.</exception>
    public PreActivationMap(IDenseMap map)
    {
        if (!map.IsAutonomous)
        {
            throw new ArgumentException("Only a network with shared weights is a map of its pre-activation.", nameof(map));
        }

        _map = map;
        DenseLayer layer = map.Layer(1);
        Weight = layer.Weight.to(float64, layer.Weight.device, copy: true);
        Bias = layer.Bias?.to(float64, layer.Weight.device, copy: true);
    }

    /// <summary>W, [N,N].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [N]; null without one.</summary>
    public Tensor? Bias { get; }

    /// <summary>y = f(z), [B,N].</summary>
    public Tensor Residual(Tensor z) => _map.Activate(z);

    /// <summary>z(t+1), a new tensor [B,N], from z(t) and y(t) = f(z(t)).</summary>
    public Tensor Next(Tensor z, Tensor y)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor next = y.mm(Weight.t());
        if (_map.Carry != 0)
        {
            next.Add_(z.Mul(_map.Carry));
        }

        if (Bias is not null && _map.Carry != 1)
        {
            next.Add_(Bias, 1 - _map.Carry);
        }

        return next.MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Weight.Dispose();
        Bias?.Dispose();
    }
}
