using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>What is left of J = diag(g) W + diag(s) at one point once the rows of saturated neurons are taken as diagonal.</summary>
/// <param name="Alone">The eigenvalues of the saturated neurons, g_i W_ii + s_i.</param>
/// <param name="Block">J_UU, [|U|,|U|]; null where no neuron is free. It belongs to the caller's scope.</param>
/// <param name="Dropped">‖E‖ in the Frobenius norm, of what was dropped.</param>
/// <param name="Coupling">‖J_US‖ in the same norm, of the couplings of free neurons to saturated ones; 0 where not asked for.</param>
internal sealed record Reduction(double[] Alone, Tensor? Block, double Dropped, double Coupling)
{
    /// <summary>Takes it.</summary>
    /// <param name="jacobian">J at some points.</param>
    /// <param name="point">Which.</param>
    /// <param name="threshold">A neuron is saturated where |g| is at most this.</param>
    /// <param name="rows">‖row i of W without W_ii‖², [N].</param>
    /// <param name="coupled">Whether to find <see cref="Coupling"/>.</param>
    public static Reduction Of(Linearization jacobian, int point, double threshold, Tensor rows, bool coupled)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gain = jacobian.Gain[point], own = (gain * jacobian.Weight.diagonal()).Add(jacobian.Shift[point]);
        Tensor free = gain.abs().Gt(threshold), saturated = free.logical_not();
        double[] alone = own.masked_select(saturated).cpu().data<double>().ToArray();
        Tensor squares = gain.Square() * rows; // ‖row i without J_ii‖²
        double dropped = Math.Sqrt(squares.masked_select(saturated).sum().item<double>());
        if (alone.Length == jacobian.Neurons)
        {
            return new(alone, null, dropped, 0);
        }

        Tensor u = free.nonzero().flatten();
        Tensor block = gain.index_select(0, u).unsqueeze(1) * jacobian.Weight.index_select(0, u).index_select(1, u);
        block.diagonal().Add_(jacobian.Shift[point].index_select(0, u));
        if (!coupled || dropped == 0)
        {
            return new(alone, block.MoveToOuterDisposeScope(), dropped, 0);
        }

        double all = squares.index_select(0, u).sum().item<double>(), inside = block.Square().sum().item<double>() - block.diagonal().Square().sum().item<double>();
        return new(alone, block.MoveToOuterDisposeScope(), dropped, Math.Sqrt(Math.Max(0, all - inside)));
    }
}
