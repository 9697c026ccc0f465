using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>
/// Principal components: the eigenvectors of the covariance (1/n) Σ (x - x̄)(x - x̄)ᵀ with the largest eigenvalues, in float64.
/// Of each the entry of the largest magnitude is positive, which fixes its sign.
/// </summary>
/// <remarks>With fewer points than coordinates they come from the n × n matrix of inner products, which has the same eigenvalues.</remarks>
public sealed class Pca : IDisposable
{
    private Pca(Tensor mean, Tensor components, double[] variances, double total) =>
        (Mean, Components, Variances, TotalVariance) = (mean, components, variances, total);

    /// <summary>x̄, [N], float64. Belongs to this.</summary>
    public Tensor Mean { get; }

    /// <summary>The components, orthonormal rows [C,N], float64, largest variance first. Belongs to this.</summary>
    public Tensor Components { get; }

    /// <summary>The variance along each component; [C].</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>The sum of the variances of all coordinates.</summary>
    public double TotalVariance { get; }

    /// <summary>The share of the variance that the components carry; NaN where there is none.</summary>
    public double ShareOfVariance => Variances.Sum() / TotalVariance;

    /// <summary>Finds the leading components of points.</summary>
    /// <param name="points">[n,N], finite.</param>
    /// <param name="count">C, 1 to min(n, N).</param>
    /// <param name="cancellation">Ends it between products and the decomposition.</param>
    /// <exception cref="ArgumentException">A value is not finite, or so many components do not exist.</exception>
    public static Pca Fit(Tensor points, int count, CancellationToken cancellation = default)
    {
        using PointDistances distances = new(points);
        return Fit(distances, count, cancellation);
    }

    /// <summary>The same, of points whose inner products are at hand.</summary>
    internal static Pca Fit(PointDistances points, int count, CancellationToken cancellation)
    {
        int n = points.Count, dimensions = (int)points.Centred.shape[1];
        if (count < 1 || count > Math.Min(n, dimensions))
        {
            throw new ArgumentException($"{n} points of {dimensions} coordinates have 1 to {Math.Min(n, dimensions)} components, not {count}.", nameof(count));
        }

        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        cancellation.ThrowIfCancellationRequested();
        bool dual = n < dimensions;
        Tensor matrix = (dual ? points.Products : points.Centred.t().mm(points.Centred)).Div(n);
        cancellation.ThrowIfCancellationRequested();
        (Tensor values, Tensor vectors) = linalg.eigh(matrix); // ascending
        cancellation.ThrowIfCancellationRequested();
        Tensor leading = vectors.slice(1, vectors.shape[1] - count, vectors.shape[1], 1).flip(1); // [n or N, C]
        if (dual)
        {
            // Xᵀu, made orthonormal: where a variance is 0 its direction is rounding, and any orthonormal one will do.
            (leading, _) = linalg.qr(points.Centred.t().mm(leading));
        }

        Tensor largest = leading.abs().argmax(0, keepdim: true);
        Tensor components = (leading * leading.gather(0, largest).sign()).t().contiguous();
        double[] variances = [.. values.cpu().data<double>().ToArray().Reverse().Take(count).Select(value => Math.Max(value, 0))];
        double total = values.sum().item<double>();
        return new(points.Mean.clone().MoveToOuterDisposeScope(), components.MoveToOuterDisposeScope(), variances, total);
    }

    /// <summary>The coordinates of points along the components, a new tensor [B,C] of the points' type.</summary>
    public Tensor Transform(Tensor points)
    {
        using DisposeScope scope = NewDisposeScope();
        return (points.to(float64) - Mean).mm(Components.t()).to(points.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Mean.Dispose();
        Components.Dispose();
    }
}
