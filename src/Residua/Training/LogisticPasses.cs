using Residua.Kernels;
using Residua.Networks;
using TorchSharp;

namespace Residua.Training;

/// <summary>
/// The layers of a logistic network forward and backward over the adjoint's buffers, by kernels that take each layer in one
/// pass and pack each matrix once for all layers that share it. Equal to the passes by tensors, but for rounding.
/// </summary>
internal sealed class LogisticPasses : IDisposable
{
    private readonly LayeredNetwork _network;
    private readonly torch.Tensor[] _states, _residuals, _deltas;
    private readonly torch.Tensor _carried;
    private readonly Panels _panels;

    private LogisticPasses(LayeredNetwork network, torch.Tensor[] states, torch.Tensor[] residuals, torch.Tensor[] deltas, torch.Tensor carried)
    {
        (_network, _states, _residuals, _deltas, _carried) = (network, states, residuals, deltas, carried);
        _panels = new(network.Spec.Neurons, network.Spec.Neurons);
    }

    /// <summary>The passes for x(0..T), y(1..T), ∂L/∂z(1..T) and ∂L/∂x(t), [B,N] each; null where the kernels do not apply.</summary>
    public static LogisticPasses? For(LayeredNetwork network, torch.Tensor[] states, torch.Tensor[] residuals, torch.Tensor[] deltas, torch.Tensor carried) =>
        network.Activation is LogisticActivation && carried.shape[0] >= Product.LeastRows && Matrix.Fits(carried)
            ? new(network, states, residuals, deltas, carried)
            : null;

    /// <summary>x(t) and y(t) of all layers from x(0).</summary>
    public void Forward()
    {
        int packed = -1;
        for (int t = 1; t <= _network.Depth; t++)
        {
            int g = _network.Layout.GroupOf(t);
            if (g != packed)
            {
                _panels.Pack(Matrix.Of(_network.Parameters.Weights[g]).Transposed);
                packed = g;
            }

            Matrix y = Matrix.Of(_residuals[t - 1]);
            Matrix? bias = _network.Parameters.Biases.Count > 0 ? Matrix.Of(_network.Parameters.Biases[g]) : null;
            LogisticLayer.Forward(Matrix.Of(_states[t - 1]), _panels.View, bias, (float)_network.Carry, y, y, Matrix.Of(_states[t]));
        }
    }

    /// <summary>∂L/∂z(t) of all layers, from ∂L/∂x(T), which is overwritten.</summary>
    public void Backward()
    {
        int packed = -1;
        Matrix carried = Matrix.Of(_carried);
        for (int t = _network.Depth; t >= 1; t--)
        {
            Matrix delta = Matrix.Of(_deltas[t - 1]);
            LogisticLayer.Backward((float)_network.Carry, carried, Matrix.Of(_residuals[t - 1]), delta);
            if (t == 1)
            {
                return;
            }

            int g = _network.Layout.GroupOf(t);
            if (g != packed)
            {
                _panels.Pack(Matrix.Of(_network.Parameters.Weights[g]));
                packed = g;
            }

            Product.Multiply(delta, _panels.View, carried, add: true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _panels.Dispose();
}
