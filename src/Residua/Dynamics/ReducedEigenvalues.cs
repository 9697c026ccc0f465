using Residua.Numerics;
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
    private const int AtOnce = 16; // blocks in memory

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
    public static ReducedEigenvalues Of(Linearization jacobian, int point, double threshold, bool conditioned = false) =>
        Of(jacobian, [point], threshold, conditioned)[0];

    /// <summary>Computes them at several points, side by side on the threads of libtorch.</summary>
    /// <param name="jacobian">J at some points.</param>
    /// <param name="points">Which.</param>
    /// <param name="threshold">A neuron is saturated where |g| is at most this; 0 drops nothing.</param>
    /// <param name="conditioned">Whether to compute <see cref="Conditioning"/>, which takes three times as long, where anything was dropped.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellation">Ends it between points.</param>
    public static ReducedEigenvalues[] Of(
        Linearization jacobian, IReadOnlyList<int> points, double threshold, bool conditioned = false, Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        using IDisposable noGradient = no_grad();
        using DisposeScope outer = NewDisposeScope();
        Tensor rows = jacobian.Weight.Square().sum(1) - jacobian.Weight.diagonal().Square();
        List<ReducedEigenvalues> all = [];
        foreach (int[] some in points.Chunk(AtOnce))
        {
            using DisposeScope scope = NewDisposeScope();
            Reduction[] parts = [.. some.Select(point => Reduction.Of(jacobian, point, threshold, rows, conditioned))];
            EigenvalueProblem[] problems = [.. parts.Select(part => new EigenvalueProblem(part.Block, conditioned && part.Dropped > 0))];
            OneThreadEach.Run(problems.Length, i => problems[i].Solve(), cancellation);
            all.AddRange(parts.Zip(problems, From));
            progress?.Invoke(all.Count);
        }

        return [.. all];
    }

    private static ReducedEigenvalues From(Reduction part, EigenvalueProblem solved)
    {
        (double Real, double Imaginary)[] sorted =
        [
            .. part.Alone.Select(value => (value, 0.0)).Concat(solved.Real.Zip(solved.Imaginary))
                .OrderByDescending(value => value.Item1).ThenByDescending(value => value.Item2),
        ];
        return new()
        {
            Real = [.. sorted.Select(value => value.Real)],
            Imaginary = [.. sorted.Select(value => value.Imaginary)],
            Saturated = part.Alone,
            Unsaturated = sorted.Length - part.Alone.Length,
            Dropped = part.Dropped,
            Conditioning = solved.Conditioning,
            ErrorBound = part.Dropped == 0 ? 0 : solved.Conditioning * (Math.Sqrt(part.Coupling * part.Dropped) + part.Dropped),
        };
    }

    /// <summary>The number of neurons in U at each point under a threshold; the sets of two thresholds are the same where it is.</summary>
    public static int[] CountUnsaturated(Linearization jacobian, double threshold)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. jacobian.Gain.abs().Gt(threshold).sum(1).cpu().data<long>().ToArray().Select(count => (int)count)];
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
