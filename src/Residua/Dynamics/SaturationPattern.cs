using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>Which neurons are at 0, which at 1, and which are free; given a pattern, the fixed point of eq. 3 is a linear system.</summary>
/// <remarks>Source: paper, section 4: y is fixed where every neuron has y_i = 0, y_i = 1 or (W y)_i = 0.</remarks>
public static class SaturationPattern
{
    /// <summary>What a pattern holds of a neuron.</summary>
    public const sbyte AtZero = 0, AtOne = 1, Free = -1;

    /// <summary>
    /// y with y_S as the pattern says and W_UU y_U = -W_US y_S: the fixed point where y_U is inside (0,1), and only then; null where W_UU
    /// is singular to rounding.
    /// </summary>
    /// <param name="weight">W, [N,N] row-major.</param>
    /// <param name="pattern">0, 1 or -1 (free, of U) for each neuron, [N].</param>
    public static double[]? Solve(double[] weight, ReadOnlySpan<sbyte> pattern)
    {
        int n = pattern.Length;
        double[] y = new double[n];
        List<int> free = [], ones = [];
        for (int i = 0; i < n; i++)
        {
            if (pattern[i] == Free)
            {
                free.Add(i);
            }
            else if (pattern[i] == AtOne)
            {
                ones.Add(i);
                y[i] = 1;
            }
        }

        double[,] block = new double[free.Count, free.Count];
        double[] right = new double[free.Count];
        for (int row = 0; row < free.Count; row++)
        {
            int start = free[row] * n;
            for (int column = 0; column < free.Count; column++)
            {
                block[row, column] = weight[start + free[column]];
            }

            foreach (int j in ones)
            {
                right[row] -= weight[start + j];
            }
        }

        if (LinearSystem.Solve(block, right) is not { } solved)
        {
            return null;
        }

        for (int row = 0; row < free.Count; row++)
        {
            y[free[row]] = solved[row];
        }

        return y;
    }

    /// <summary>The same for many neurons.</summary>
    /// <param name="weight">W, [N,N], float64.</param>
    /// <param name="pattern">0, 1 or -1 (free, of U) for each neuron, [N].</param>
    public static double[]? Solve(Tensor weight, ReadOnlySpan<sbyte> pattern)
    {
        double[] y = [.. pattern.ToArray().Select(value => value == AtOne ? 1.0 : 0)];
        long[] free = [.. pattern.ToArray().Index().Where(pair => pair.Item == Free).Select(pair => (long)pair.Index)];
        if (free.Length == 0)
        {
            return y;
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor u = tensor(free, device: weight.device), rows = weight.index_select(0, u), block = rows.index_select(1, u);
        Tensor right = rows.mm(tensor(y, device: weight.device).unsqueeze(1)).neg(); // -W_US y_S, [|U|,1]
        Tensor any = linspace(1, free.Length, free.Length, float64, weight.device).cos().unsqueeze(1); // solved for too: it grows by about ‖W_UU⁻¹‖
        (Tensor both, Tensor info) = linalg.solve_ex(block, cat([right, any], 1));
        if (info.item<int>() != 0 || !(both.select(1, 1).abs().max().item<double>() * block.abs().max().item<double>() * LinearSystem.Singular < 1))
        {
            return null;
        }

        double[] solved = both.select(1, 0).cpu().contiguous().data<double>().ToArray();
        for (int k = 0; k < free.Length; k++)
        {
            y[free[k]] = solved[k];
        }

        return y;
    }

    /// <summary>Whether every free neuron is inside (0,1), away from both ends by more than rounding.</summary>
    public static bool IsInside(ReadOnlySpan<double> y, ReadOnlySpan<sbyte> pattern)
    {
        for (int i = 0; i < y.Length; i++)
        {
            if (pattern[i] == Free && !(y[i] > 1e-12 && y[i] < 1 - 1e-12))
            {
                return false;
            }
        }

        return true;
    }
}
