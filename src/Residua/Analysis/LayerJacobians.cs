using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// J(t) = ∂x(t)/∂x(t-1) = a I + diag(f'(z(t))) W_t along the trajectories of B samples through the trained layers, in float64.
/// </summary>
/// <remarks>Source: paper, appendix A, eq. 9 and 10. The trajectories are the network's own, in its own precision.</remarks>
internal sealed class LayerJacobians : IDisposable
{
    private readonly List<Tensor> _derivatives = [], _states = [], _weights = [];
    private readonly Dictionary<IntPtr, Tensor> _wide = [];

    private LayerJacobians(double carry) => Carry = carry;

    /// <summary>a, 1 in a residual network and 0 in a perceptron.</summary>
    public double Carry { get; }

    /// <summary>T.</summary>
    public int Depth => _derivatives.Count;

    /// <summary>B.</summary>
    public int Samples => (int)_states[0].shape[0];

    /// <summary>N.</summary>
    public int Neurons => (int)_states[0].shape[1];

    /// <summary>Runs samples through the trained layers; x(0) is [B,N].</summary>
    /// <exception cref="ArgumentException">There are no samples, or a state is not finite.</exception>
    public static LayerJacobians Along(IDenseMap map, Tensor x0, CancellationToken cancellation = default)
    {
        if (x0.dim() != 2 || x0.shape[0] == 0)
        {
            throw new ArgumentException("There are no samples, [samples, neurons], along which to linearise.", nameof(x0));
        }

        using IDisposable noGradient = no_grad();
        LayerJacobians jacobians = new(map.Carry);
        Tensor state = x0.alias();
        try
        {
            jacobians._states.Add(state.to(float64, copy: true));
            for (int t = 1; t <= map.Depth; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                using LayerStep step = map.Step(state, t);
                state.Dispose();
                state = step.State.alias();
                jacobians._derivatives.Add(StableDerivative.At(map, step.PreActivation));
                jacobians._states.Add(state.to(float64, copy: true));
                jacobians._weights.Add(jacobians.Wide(map.Layer(t).Weight));
                if (!Finite(state) || !Finite(jacobians._derivatives[^1]))
                {
                    throw new ArgumentException($"The states of layer {t} are not finite, so there is no Jacobian; look at the samples and the weights.", nameof(x0));
                }
            }

            return jacobians;
        }
        catch
        {
            jacobians.Dispose();
            throw;
        }
        finally
        {
            state.Dispose();
        }
    }

    /// <summary>f'(z(t)), [B,N]; belongs to this object, as all it hands out.</summary>
    public Tensor Derivative(int layer) => _derivatives[layer - 1];

    /// <summary>W_t, [N,N].</summary>
    public Tensor Weight(int layer) => _weights[layer - 1];

    /// <summary>x(t), [B,N], for t = 0..T.</summary>
    public Tensor State(int layer) => _states[layer];

    /// <summary>y(t) = x(t) - a x(t-1), a new tensor [B,N].</summary>
    public Tensor Residual(int layer)
    {
        using Tensor carried = _states[layer - 1].Mul(Carry);
        return _states[layer] - carried;
    }

    /// <summary>J(t) v for a vector v of each sample, [...,B,N]; new.</summary>
    public Tensor Push(int layer, Tensor vectors)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pushed = vectors.matmul(Weight(layer).t()).mul_(Derivative(layer));
        return (Carry == 0 ? pushed : pushed.Add_(vectors, Carry)).MoveToOuterDisposeScope();
    }

    /// <summary>J(t)ᵀ u for a vector u of each sample, [...,B,N]; new.</summary>
    public Tensor Pull(int layer, Tensor vectors)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pulled = (vectors * Derivative(layer)).matmul(Weight(layer));
        return (Carry == 0 ? pulled : pulled.Add_(vectors, Carry)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _derivatives.Concat(_states).Concat(_wide.Values))
        {
            tensor.Dispose();
        }
    }

    private Tensor Wide(Tensor weight)
    {
        if (!_wide.TryGetValue(weight.Handle, out Tensor? wide))
        {
            _wide[weight.Handle] = wide = weight.to(float64, copy: true);
        }

        return wide;
    }

    private static bool Finite(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }
}
