using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>log10 |det J(t)| of a sample's layer, from the block of its unsaturated neurons.</summary>
/// <remarks>
/// Rows of J = a I + diag(f') W with f' = 0 are a times those of the identity, so with U the other neurons
/// det J = a^(N-|U|) det J[U,U] exactly. Where few are saturated their f' are put to 0 in the whole matrix instead, whose
/// determinant is the same: to gather the block would take longer than it saves. Neurons with |f'| at most the threshold are taken for
/// such ones; the first order of what that leaves out of ln |det J| is the sum over them of f'_i (W J⁻¹)_ii. Where nothing is
/// carried on (a = 0), det J = det W Π f'_i without any reduction; it is 0 where one f' is.
/// </remarks>
internal sealed class LayerDeterminants(LayerJacobians jacobians, double saturation) : IDisposable
{
    /// <summary>From this share of unsaturated neurons on the whole matrix is taken.</summary>
    internal const double WholeFrom = 0.9;

    private readonly Dictionary<IntPtr, double> _weights = [];
    private readonly Tensor _whole = empty([jacobians.Neurons, jacobians.Neurons], float64, jacobians.State(0).device);

    /// <summary>log10 |det J(t)|, negative infinity where it is 0, and |U|.</summary>
    public (double Log10, int Unsaturated) Of(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor derivative = jacobians.Derivative(layer).select(0, sample), weight = jacobians.Weight(layer), free = derivative.abs().gt(saturation);
        int size = (int)free.sum().item<long>();
        if (jacobians.Carry == 0)
        {
            return (derivative.abs().log10().sum().item<double>() + OfWeight(weight), size);
        }

        if (size >= WholeFrom * jacobians.Neurons)
        {
            return (OfWhole(derivative.masked_fill(free.logical_not(), 0), weight), size);
        }

        double log = (jacobians.Neurons - size) * Math.Log10(Math.Abs(jacobians.Carry));
        if (size > 0)
        {
            Tensor unsaturated = free.nonzero().view(-1), block = weight.index_select(0, unsaturated).index_select(1, unsaturated);
            block.mul_(derivative.index_select(0, unsaturated).unsqueeze(1)).diagonal().add_(jacobians.Carry);
            log += Log10(block);
        }

        return (log, size);
    }

    /// <summary>The same of the whole matrix.</summary>
    public double Dense(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return OfWhole(jacobians.Derivative(layer).select(0, sample), jacobians.Weight(layer));
    }

    public void Dispose() => _whole.Dispose();

    private double OfWhole(Tensor derivative, Tensor weight)
    {
        _whole.copy_(weight).mul_(derivative.unsqueeze(1)).diagonal().add_(jacobians.Carry);
        return Log10(_whole);
    }

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
