using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>The largest singular values of R operators at once, each known only by its products with vectors.</summary>
/// <remarks>
/// Golub and Kahan's bidiagonalisation (SIAM J. Numer. Anal. 2:205, 1965) with full reorthogonalisation: after k steps
/// A V = U B and Aᵀ U = V Bᵀ + β v eᵀ, and a singular value of B with left vector p is within β |p_k| of one of A.
/// Where a new direction vanishes a random one takes its place, so that repeated values (of the identity) are found too.
/// </remarks>
internal static class LargestSingularValues
{
    private const double Vanishing = 1e-12;
    private const int CheckedEvery = 4;

    /// <summary>Finds them.</summary>
    /// <param name="apply">A v for each row of v, [R,N]; a new tensor.</param>
    /// <param name="adjoint">Aᵀ u for each row of u, [R,N]; a new tensor.</param>
    /// <param name="operators">R.</param>
    /// <param name="size">N.</param>
    /// <param name="count">How many values, at most N.</param>
    /// <param name="steps">k, at most N.</param>
    /// <param name="generator">Draws the first directions.</param>
    /// <param name="start">Where to start instead, [R,N]: near the singular vectors sought, fewer steps are needed.</param>
    /// <param name="tolerance">Errors of at most this share of the values end it early; 0 for never.</param>
    /// <returns>Values [R,count], descending, bounds on their errors [R,count], and the right singular vectors of the largest [R,N].</returns>
    public static (Tensor Values, Tensor Errors, Tensor Right) Find(
        Func<Tensor, Tensor> apply, Func<Tensor, Tensor> adjoint, int operators, int size, int count, int steps, Generator generator,
        Tensor? start = null, double tolerance = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        Device device = generator.device;
        Tensor right = zeros([operators, steps, size], float64, device), left = zeros([operators, steps, size], float64, device);
        Tensor matrix = zeros([operators, steps, steps], float64, device), beta = zeros([operators], float64, device);
        Tensor v = Direction(start?.clone() ?? randn([operators, size], float64, device, generator: generator), right, 0, generator).Unit;
        int done = 0;
        for (int k = 0; k < steps; k++)
        {
            using DisposeScope inner = NewDisposeScope();
            right.select(1, k).copy_(v);
            (Tensor u, Tensor alpha) = Direction(apply(v), left, k, generator);
            left.select(1, k).copy_(u);
            matrix.select(1, k).select(1, k).copy_(alpha);
            (v, beta) = Direction(adjoint(u), right, k + 1, generator);
            if (k + 1 < steps)
            {
                matrix.select(1, k).select(1, k + 1).copy_(beta);
            }

            v.MoveToOuterDisposeScope();
            beta.MoveToOuterDisposeScope();
            done = k + 1;
            if (tolerance > 0 && done >= count && done % CheckedEvery == 0)
            {
                (Tensor now, Tensor bounds, _) = Values();
                if (bounds.narrow(1, 0, count).le(now.narrow(1, 0, count).Mul(tolerance)).all().item<bool>())
                {
                    break;
                }
            }
        }

        (Tensor values, Tensor errors, Tensor q) = Values();
        Tensor vectors = q.narrow(1, 0, 1).bmm(right.narrow(1, 0, done)).squeeze(1); // [R,N]
        return (
            values.narrow(1, 0, count).clone().MoveToOuterDisposeScope(), errors.narrow(1, 0, count).clone().MoveToOuterDisposeScope(),
            vectors.MoveToOuterDisposeScope());

        // Of the part of B so far.
        (Tensor Singular, Tensor Errors, Tensor Transposed) Values()
        {
            (Tensor p, Tensor singular, Tensor transposed) = linalg.svd(matrix.narrow(1, 0, done).narrow(2, 0, done));
            return (singular, beta.unsqueeze(1) * p.select(1, done - 1).abs(), transposed);
        }
    }

    // The part of a vector outside the directions so far, as a unit vector, and its length.
    private static (Tensor Unit, Tensor Length) Direction(Tensor vectors, Tensor basis, int known, Generator generator)
    {
        Tensor before = vectors.norm(1), rest = Outside(vectors, basis, known), length = rest.norm(1);
        Tensor vanished = length.le(before.Mul(Vanishing));
        Tensor unit = rest / length.unsqueeze(1);
        if (vanished.any().item<bool>() && known < vectors.shape[1])
        {
            Tensor random = Outside(randn(vectors.shape, float64, vectors.device, generator: generator), basis, known);
            unit = where(vanished.unsqueeze(1), random / random.norm(1).unsqueeze(1), unit);
        }

        return (unit, where(vanished, zeros_like(length), length));
    }

    private static Tensor Outside(Tensor vectors, Tensor basis, int known)
    {
        for (int pass = 0; known > 0 && pass < 2; pass++) // twice is enough
        {
            Tensor directions = basis.narrow(1, 0, known);
            Tensor along = directions.bmm(vectors.unsqueeze(2)); // [R,known,1]
            vectors -= along.transpose(1, 2).bmm(directions).squeeze(1);
        }

        return vectors;
    }
}
