using Residua.Dynamics;
using Residua.Numerics;
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
/// <see cref="Of"/> may be called by several threads; it makes no numbers for the tensor library (<see cref="OneThreadEach"/>).
/// </remarks>
internal sealed class LayerDeterminants : IDisposable
{
    /// <summary>From this share of unsaturated neurons on the whole matrix is taken.</summary>
    internal const double WholeFrom = 0.9;

    private readonly LayerJacobians _jacobians;
    private readonly Tensor _carry;                                 // a
    private readonly Tensor[] _free, _derivatives;                  // of each layer, [B,N]: which neurons are not saturated, and their f', 0 elsewhere
    private readonly Dictionary<IntPtr, double> _ofWeights = [];    // log10 |det W|, where nothing is carried on

    /// <summary>Along trajectories; neurons with |f'| at most <paramref name="saturation"/> count as saturated.</summary>
    public LayerDeterminants(LayerJacobians jacobians, double saturation)
    {
        _jacobians = jacobians;
        _carry = tensor(jacobians.Carry, float64, jacobians.State(0).device);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] derivatives = [.. Enumerable.Range(1, jacobians.Depth).Select(jacobians.Derivative)];
        _free = [.. derivatives.Select(derivative => derivative.abs().Gt(saturation).DetachFromDisposeScope())];
        _derivatives = [.. derivatives.Zip(_free, (derivative, free) => (derivative * free).DetachFromDisposeScope())];
        for (int t = 1; t <= jacobians.Depth && jacobians.Carry == 0; t++)
        {
            if (!_ofWeights.ContainsKey(jacobians.Weight(t).Handle))
            {
                _ofWeights[jacobians.Weight(t).Handle] = Log10(jacobians.Weight(t));
            }
        }
    }

    /// <summary>log10 |det J(t)|, negative infinity where it is 0, and |U|.</summary>
    public (double Log10, int Unsaturated) Of(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor free = _free[layer - 1].select(0, sample), weight = _jacobians.Weight(layer);
        int size = (int)free.sum().item<long>();
        if (_jacobians.Carry == 0)
        {
            return (_jacobians.Derivative(layer).select(0, sample).abs().log10().sum().item<double>() + _ofWeights[weight.Handle], size);
        }

        Tensor derivative = _derivatives[layer - 1].select(0, sample);
        if (size >= WholeFrom * _jacobians.Neurons)
        {
            return (OfWhole(derivative, weight), size);
        }

        double log = (_jacobians.Neurons - size) * Math.Log10(Math.Abs(_jacobians.Carry));
        if (size > 0)
        {
            Tensor unsaturated = free.nonzero().view(-1), block = weight.index_select(0, unsaturated).index_select(1, unsaturated);
            block.mul_(derivative.index_select(0, unsaturated).unsqueeze(1)).diagonal().Add_(_carry);
            log += Log10(block);
        }

        return (log, size);
    }

    /// <summary>The same of the whole matrix, with the f' of saturated neurons.</summary>
    public double Dense(int sample, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return OfWhole(_jacobians.Derivative(layer).select(0, sample), _jacobians.Weight(layer));
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _free.Concat(_derivatives).Append(_carry))
        {
            tensor.Dispose();
        }
    }

    private double OfWhole(Tensor derivative, Tensor weight)
    {
        Tensor matrix = weight * derivative.unsqueeze(1);
        matrix.diagonal().Add_(_carry);
        return Log10(matrix);
    }

    private static double Log10(Tensor matrix)
    {
        (_, Tensor logarithm) = linalg.slogdet(matrix);
        return logarithm.item<double>() / Math.Log(10);
    }
}
