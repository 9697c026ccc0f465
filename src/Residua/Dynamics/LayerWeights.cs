using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// W(t) and b(t) on the interval [l-1, l]: from those of layer l at its start, in a straight line to those of layer l+1 at
/// its end; constant with shared weights and past the last layer. Copies, in the type that the flow computes in.
/// </summary>
internal sealed class LayerWeights : IDisposable
{
    private readonly int _layer;
    private readonly Tensor _weight;
    private readonly Tensor? _bias, _weightChange, _biasChange;

    public LayerWeights(IDenseMap map, int layer, ScalarType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layer, 1);
        if (!map.IsAutonomous)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, map.Depth);
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _layer = layer;
        DenseLayer now = map.Layer(layer);
        _weight = now.Weight.detach().to(type, now.Weight.device, copy: true);
        _bias = now.Bias?.detach().to(type, now.Weight.device, copy: true);
        if (!map.IsAutonomous && layer < map.Depth && map.Layer(layer + 1) is var next && next.Weight.Handle != now.Weight.Handle)
        {
            _weightChange = next.Weight.detach().to(type) - _weight;
            _biasChange = _bias is null ? null : next.Bias!.detach().to(type) - _bias;
        }

        foreach (Tensor? kept in new[] { _weight, _bias, _weightChange, _biasChange })
        {
            kept?.DetachFromDisposeScope(); // they are this object's, whatever scope it is made in
        }
    }

    /// <summary>The type of the copies.</summary>
    public ScalarType Type => _weight.dtype;

    /// <summary>W(t) v, with W at a time of the interval; [B,N].</summary>
    public Tensor Multiply(Tensor v, double time)
    {
        Tensor product = v.mm(_weight.t());
        return _weightChange is null || time == _layer - 1 ? product : product.Add_(v.mm(_weightChange.t()), time - (_layer - 1));
    }

    /// <summary>W(t) v + b(t), [B,N].</summary>
    public Tensor PreActivation(Tensor v, double time) => AddBias(Multiply(v, time), time);

    /// <summary>Adds b(t) to W(t) v in place, [B,N].</summary>
    public Tensor AddBias(Tensor z, double time)
    {
        z = _bias is null ? z : z.Add_(_bias);
        return _biasChange is null ? z : z.Add_(_biasChange, time - (_layer - 1));
    }

    /// <summary>d(W(t) x + b(t))/dt = W(t) y + dW/dt x + db/dt, [B,N], where dx/dt = y.</summary>
    public Tensor Derivative(Tensor x, Tensor y, double time)
    {
        Tensor derivative = y.mm(_weight.t());
        if (_weightChange is not null)
        {
            derivative.Add_(x.Add(y, time - (_layer - 1)).mm(_weightChange.t())); // both terms of the change in one product
        }

        return _biasChange is null ? derivative : derivative.Add_(_biasChange);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
        _weightChange?.Dispose();
        _biasChange?.Dispose();
    }
}
