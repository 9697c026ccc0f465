using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Dynamics;

/// <summary>
/// The eigenvalues of J = diag(g) W + diag(s) at one point, with the rows of saturated neurons taken as diagonal: for g_i = 0
/// they are, exactly, so that eig(J) = {g_i W_ii + s_i : i saturated} ∪ eig(J_UU), U the others. A neuron is saturated where
/// |g_i| is at most a threshold.
/// </summary>
/// <remarks>
/// What is dropped, E = g_i W_ij for saturated i and j ≠ i, bounds the error: the eigenvalues are exact for J - E, and each of J
/// lies within κ (√(‖J_US‖ ‖E‖) + ‖E‖) of one of them (Bauer-Fike on the block-diagonal part, whose eigenvectors have condition
/// number κ; scaling the saturated coordinates balances the two couplings). The bound is safe and often far too large.
/// Source: F. L. Bauer, C. T. Fike, "Norms and exclusion theorems", Numerische Mathematik 2 (1960).
/// </remarks>
public sealed record ReducedEigenvalues
{
    /// <summary>Real parts, descending; [N].</summary>
    public required double[] Real { get; init; }

    /// <summary>Imaginary parts, in the order of <see cref="Real"/>; [N].</summary>
    public required double[] Imaginary { get; init; }

    /// <summary>The eigenvalues of the saturated neurons, g_i W_ii + s_i, all real; they are among <see cref="Real"/>.</summary>
    public required double[] Saturated { get; init; }

    /// <summary>Neurons in U.</summary>
    public required int Unsaturated { get; init; }

    /// <summary>‖E‖ in the Frobenius norm, of what was dropped.</summary>
    public required double Dropped { get; init; }

    /// <summary>κ₂ of the eigenvectors of J_UU; NaN where not asked for or nothing was dropped, 1 where U is empty.</summary>
    public required double Conditioning { get; init; }

    /// <summary>How far an eigenvalue of J can be from the nearest of these; NaN without <see cref="Conditioning"/>.</summary>
    public required double ErrorBound { get; init; }

    /// <summary>Computes them.</summary>
    /// <param name="jacobian">J at some points.</param>
    /// <param name="point">Which.</param>
    /// <param name="threshold">A neuron is saturated where |g| is at most this; 0 drops nothing.</param>
    /// <param name="conditioned">Whether to compute <see cref="Conditioning"/>, which takes three times as long, where anything was dropped.</param>
    public static ReducedEigenvalues Of(Linearization jacobian, int point, double threshold, bool conditioned = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor gain = jacobian.Gain[point], own = gain * jacobian.Weight.diagonal() + jacobian.Shift[point];
        Tensor free = gain.abs().gt(threshold), saturated = free.logical_not();
        double[] alone = own.masked_select(saturated).cpu().data<double>().ToArray();
        List<(double Real, double Imaginary)> values = [.. alone.Select(value => (value, 0.0))];

        Tensor squares = gain.square() * (jacobian.Weight.square().sum(1) - jacobian.Weight.diagonal().square()); // ‖row i without J_ii‖²
        double dropped = Math.Sqrt(squares.masked_select(saturated).sum().item<double>()), coupling = 0;
        conditioned &= dropped > 0;
        double conditioning = conditioned ? 1 : double.NaN;
        int unsaturated = jacobian.Neurons - values.Count;
        if (unsaturated > 0)
        {
            Tensor u = free.nonzero().flatten();
            Tensor block = gain.index_select(0, u).unsqueeze(1) * jacobian.Weight.index_select(0, u).index_select(1, u);
            block.diagonal().add_(jacobian.Shift[point].index_select(0, u));
            Tensor vectors = block, eigenvalues;
            if (conditioned)
            {
                (eigenvalues, vectors) = linalg.eig(block);
                double[] singular = linalg.svdvals(vectors).cpu().data<double>().ToArray();
                conditioning = singular[^1] > 0 ? singular[0] / singular[^1] : double.PositiveInfinity;
                double all = squares.index_select(0, u).sum().item<double>(), inside = block.square().sum().item<double>() - block.diagonal().square().sum().item<double>();
                coupling = Math.Sqrt(Math.Max(0, all - inside));
            }
            else
            {
                eigenvalues = linalg.eigvals(block);
            }

            values.AddRange(eigenvalues.real.cpu().contiguous().data<double>().ToArray().Zip(eigenvalues.imag.cpu().contiguous().data<double>().ToArray()));
        }

        (double Real, double Imaginary)[] sorted = [.. values.OrderByDescending(value => value.Real).ThenByDescending(value => value.Imaginary)];
        return new()
        {
            Real = [.. sorted.Select(value => value.Real)],
            Imaginary = [.. sorted.Select(value => value.Imaginary)],
            Saturated = alone,
            Unsaturated = unsaturated,
            Dropped = dropped,
            Conditioning = conditioning,
            ErrorBound = dropped == 0 ? 0 : conditioning * (Math.Sqrt(coupling * dropped) + dropped),
        };
    }

    /// <summary>The number of neurons in U under a threshold; the sets of two thresholds are the same where it is.</summary>
    public static int CountUnsaturated(Linearization jacobian, int point, double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        return (int)jacobian.Gain[point].abs().gt(threshold).sum().item<long>();
    }

    /// <summary>The eigenvalues of J + c I.</summary>
    public ReducedEigenvalues Shifted(double shift) =>
        this with { Real = [.. Real.Select(value => value + shift)], Saturated = [.. Saturated.Select(value => value + shift)] };

    /// <summary>
    /// The multipliers of the residual map at a fixed point of eq. 3, from the eigenvalues of the flow there: 1 + λ of the free neurons, exp(λ)
    /// of the saturated ones.
    /// </summary>
    internal ReducedEigenvalues OfMapAtFixedPoint()
    {
        Dictionary<double, int> alone = Saturated.CountBy(value => value).ToDictionary();
        (double Real, double Imaginary)[] values = [.. Real.Zip(Imaginary, Multiplier).OrderByDescending(value => value.Real).ThenByDescending(value => value.Imaginary)];
        return this with
        {
            Real = [.. values.Select(value => value.Real)],
            Imaginary = [.. values.Select(value => value.Imaginary)],
            Saturated = [.. Saturated.Select(Math.Exp)],
        };

        (double Real, double Imaginary) Multiplier(double real, double imaginary)
        {
            if (imaginary != 0 || alone.GetValueOrDefault(real) == 0)
            {
                return (1 + real, imaginary);
            }

            alone[real]--;
            return (Math.Exp(real), 0);
        }
    }

    /// <summary>Eigenvalues with a real part above a limit.</summary>
    public int CountAbove(double limit) => Real.Count(value => value > limit);

    /// <summary>Eigenvalues whose magnitude is above a limit.</summary>
    public int CountOutside(double limit) => Real.Zip(Imaginary).Count(value => double.Hypot(value.First, value.Second) > limit);

    /// <summary>The largest magnitude.</summary>
    public double SpectralRadius => Real.Zip(Imaginary).Max(value => double.Hypot(value.First, value.Second));
}
