using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>log10 |det J(t)| of a sample's layer, from the block of its unsaturated neurons.</summary>
/// <remarks>
/// Rows of J = a I + diag(f') W with f' = 0 are a times those of the identity, so with U the other neurons
/// det J = a^(N-|U|) det J[U,U] exactly. Neurons with |f'| at most the threshold are taken for such ones; the first order of what
/// that leaves out of ln |det J| is the sum over them of f'_i (W J⁻¹)_ii. Where nothing is carried on (a = 0),
/// det J = det W Π f'_i without any reduction; it is 0 where one f' is.
/// </remarks>
internal sealed class LayerDeterminants(LayerJacobians jacobians, double saturation) : IDisposable
{
    private readonly Dictionary<IntPtr, double> _weights = [];
    private readonly Tensor _identity = eye(jacobians.Neurons, dtype: float64, device: jacobians.State(0).device);

    /// <summary>log10 |det J(t)|, negative infinity where it is 0, and |U|.</summary>
    public (double Log10, int Unsaturated) Of(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor derivative = jacobians.Derivative(layer).select(0, sample), weight = jacobians.Weight(layer);
        Tensor unsaturated = derivative.abs().gt(saturation).nonzero().view(-1);
        int size = (int)unsaturated.shape[0];
        if (jacobians.Carry == 0)
        {
            return (derivative.abs().log10().sum().item<double>() + OfWeight(weight), size);
        }

        double log = (jacobians.Neurons - size) * Math.Log10(Math.Abs(jacobians.Carry));
        if (size > 0)
        {
            Tensor block = size == jacobians.Neurons ? weight : weight.index_select(0, unsaturated).index_select(1, unsaturated);
            block = derivative.index_select(0, unsaturated).unsqueeze(1) * block;
            log += Log10(block.add_(_identity.narrow(0, 0, size).narrow(1, 0, size), jacobians.Carry));
        }

        return (log, size);
    }

    /// <summary>The same of the whole matrix.</summary>
    public double Dense(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor dense = jacobians.Derivative(layer).select(0, sample).unsqueeze(1) * jacobians.Weight(layer);
        return Log10(dense.add_(_identity, jacobians.Carry));
    }

    public void Dispose() => _identity.Dispose();

    private double OfWeight(Tensor weight)
    {
        if (!_weights.TryGetValue(weight.Handle, out double log))
        {
            _weights[weight.Handle] = log = Log10(weight);
        }

        return log;
    }

    private static double Log10(Tensor matrix)
    {
        (_, Tensor logarithm) = linalg.slogdet(matrix);
        return logarithm.item<double>() / Math.Log(10);
    }
}
