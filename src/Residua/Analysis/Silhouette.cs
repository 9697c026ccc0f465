using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Analysis;

/// <summary>
/// How well classes lie apart: the mean over samples of (b - a) / max(a, b), a the mean distance to the others of one's class and
/// b that to the nearest other class. 1: far apart; 0: no borders; below: among others.
/// </summary>
/// <remarks>Exact, over all pairs: memory n² numbers. Source: Rousseeuw 1987.</remarks>
public static class Silhouette
{
    /// <summary>Measures it, in float64; a sample alone in its class, or with a = b = 0, counts 0.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="classes">The class of each, [n], at least two different ones.</param>
    /// <exception cref="ArgumentException">Sizes do not agree, or there is one class only.</exception>
    public static double Mean(Tensor points, IReadOnlyList<int> classes)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return OfSquares(SquaredDistances(points.to(float64)), classes);
    }

    /// <summary>Squared distances of all pairs, [n,n], in the points' precision, new. In float32 they are off by about 1e-7 of the largest.</summary>
    internal static Tensor SquaredDistances(Tensor points)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor centred = points - points.mean([0]), squares = centred.Square().sum(1, keepdim: true);                  // [n,1]
        Tensor distances = addmm(squares.t(), centred, centred.t(), beta: 1, alpha: -2).Add_(squares).ClampMin_(0); // [n,n]
        distances.diagonal().Fill_(0); // rounding leaves traces there
        return distances.MoveToOuterDisposeScope();
    }

    /// <summary>The same by squared distances of all pairs, [n,n], in their precision.</summary>
    internal static double OfSquares(Tensor squaredDistances, IReadOnlyList<int> classes)
    {
        int[] distinct = [.. classes.Distinct().Order()];
        if (classes.Count != squaredDistances.shape[0] || distinct.Length < 2)
        {
            throw new ArgumentException($"There are {squaredDistances.shape[0]} points; give as many classes, two or more different ones.", nameof(classes));
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor distances = squaredDistances.sqrt();
        Tensor own = nn.functional.one_hot(tensor(classes.Select(c => (long)Array.IndexOf(distinct, c)).ToArray(), device: distances.device), distinct.Length).to(distances.dtype); // [n,C]
        Tensor sizes = own.sum([0]), sums = distances.mm(own);                                                                  // [C], [n,C]
        Tensor size = own.mv(sizes), within = (sums * own).sum(1) / size.Sub(1).ClampMin(1);                                   // [n]
        Tensor between = (sums / sizes).MaskedFill(own.to(@bool), double.PositiveInfinity).amin([1]);                         // [n]
        Tensor larger = maximum(within, between);
        Tensor each = where(size.Gt(1).logical_and(larger.Gt(0)), (between - within) / larger, zeros_like(within));
        return each.to(float64).mean().item<double>();
    }
}
