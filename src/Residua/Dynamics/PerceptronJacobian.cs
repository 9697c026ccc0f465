using Residua.Numerics;
using Residua.Systems;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The Jacobian ∂y(t)/∂y(t-1) = D W of a perceptron's layer, D = diag(f'(z(t))), by power iteration for many samples at once.
/// </summary>
/// <remarks>
/// At a fixed point small noise dies out if ρ(D W) is below 1; in one layer every small noise shrinks only if ‖D W‖₂ is.
/// Source: G. H. Golub, C. F. Van Loan, "Matrix Computations", section 7.3.
/// </remarks>
public static class PerceptronJacobian
{
    /// <summary>‖D W‖₂, the largest singular value, of each sample, [B]; from below.</summary>
    /// <param name="slope">f'(z), [B,N].</param>
    /// <param name="weight">W, [N,N].</param>
    /// <param name="iterations">Iterations with (D W)ᵀ D W.</param>
    /// <param name="seed">Of the start.</param>
    public static double[] LargestSingularValue(Tensor slope, Tensor weight, int iterations, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor v = Start(slope, seed), norm = zeros(1);
        for (int i = 0; i < iterations; i++)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor image = v.mm(weight.t()) * slope; // D W v
            norm = image.norm(1).MoveToOuterDisposeScope();
            v = Normalised((image * slope).mm(weight)).MoveToOuterDisposeScope();
        }

        return Values(norm);
    }

    /// <summary>
    /// ρ(D W), the largest modulus of an eigenvalue, of each sample, [B]: the geometric mean growth of a vector over the
    /// second half of the iterations, which serves complex pairs too. Accurate to some percent where moduli lie close.
    /// </summary>
    /// <param name="slope">f'(z), [B,N].</param>
    /// <param name="weight">W, [N,N].</param>
    /// <param name="iterations">Iterations with D W, 2 or more.</param>
    /// <param name="seed">Of the start.</param>
    public static double[] SpectralRadius(Tensor slope, Tensor weight, int iterations, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 2);
        using DisposeScope scope = NewDisposeScope();
        Tensor v = Start(slope, seed), logGrowth = zeros(slope.shape[0], slope.dtype, slope.device);
        int first = iterations / 2;
        for (int i = 0; i < iterations; i++)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor image = v.mm(weight.t()) * slope;
            if (i >= first)
            {
                logGrowth.Add_(image.norm(1).log());
            }

            v = Normalised(image).MoveToOuterDisposeScope();
        }

        return Values(logGrowth.Div(iterations - first).exp());
    }

    private static Tensor Start(Tensor slope, int seed)
    {
        using Generator generator = new(Seeds.Derive(seed, "power-iteration"), CPU);
        using Tensor drawn = randn(slope.shape, float64, CPU, generator: generator);
        return Normalised(drawn.to(slope.dtype, slope.device, copy: true));
    }

    // Of length 1; a vector of zeros, which D W has sent there, stays.
    private static Tensor Normalised(Tensor v)
    {
        Tensor norm = v.norm(1, keepdim: true);
        return v / norm.where(norm.Gt(0), ones_like(norm));
    }

    private static double[] Values(Tensor values) => values.to(float64).cpu().data<double>().ToArray();
}
