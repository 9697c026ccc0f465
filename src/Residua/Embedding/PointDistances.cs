using System.Runtime.InteropServices;
using Residua.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Residua.Embedding;

/// <summary>Points centred once, in float64, and the order of distances from each: for whoever asks for several things of the same points.</summary>
/// <remarks>
/// Inner products [n,n] are formed once and kept where they take no more than the points themselves, or 0.5 GB; else they are
/// formed anew for each block of rows.
/// </remarks>
internal sealed class PointDistances : IDisposable
{
    private const int BlockElements = 1 << 22, MostKept = 8192;

    private readonly Tensor _squares; // [n]
    private Tensor? _products;        // [n,n]

    /// <summary>Of points [n,N], which are not changed.</summary>
    /// <exception cref="ArgumentException">They are not [n,N], or not finite.</exception>
    public PointDistances(Tensor points)
    {
        Points.Check(points, nameof(points));
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = points.to(float64), mean = wide.mean([0]), centred = wide - mean;
        (Mean, Centred) = (mean.MoveToOuterDisposeScope(), centred.MoveToOuterDisposeScope());
        _squares = centred.Square().sum(1).MoveToOuterDisposeScope();
    }

    /// <summary>n.</summary>
    public int Count => (int)Centred.shape[0];

    /// <summary>The mean, [N], float64. Belongs to this, as all it hands out.</summary>
    public Tensor Mean { get; }

    /// <summary>The points less their mean, [n,N], float64.</summary>
    public Tensor Centred { get; }

    /// <summary>Inner products of the centred points, [n,n]; formed once.</summary>
    public Tensor Products
    {
        get
        {
            if (_products is null)
            {
                using DisposeScope scope = NewDisposeScope();
                _products = Centred.mm(Centred.t()).DetachFromDisposeScope();
            }

            return _products;
        }
    }

    /// <summary>How many rows to take at a time.</summary>
    public int BlockRows => Math.Clamp(BlockElements / Count, 1, Count);

    /// <summary>‖p_j‖² - 2 p_i·p_j for rows i from <paramref name="first"/> on, [height,n] row-major: the order of distances from i, without its own square.</summary>
    public double[] Rows(int first, int height)
    {
        using DisposeScope scope = NewDisposeScope();
        bool keep = Count <= Math.Max(MostKept, Centred.shape[1]);
        Tensor rows = keep
            ? _squares - Products.slice(0, first, first + height, 1).Mul(2)
            : addmm(_squares, Centred.slice(0, first, first + height, 1), Centred.t(), beta: 1, alpha: -2);
        return MemoryMarshal.Cast<byte, double>(rows.cpu().contiguous().bytes).ToArray();
    }

    /// <summary>‖p_i‖², [n].</summary>
    public double[] Squares()
    {
        using Tensor squares = _squares.cpu();
        return squares.data<double>().ToArray();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Mean.Dispose();
        Centred.Dispose();
        _squares.Dispose();
        _products?.Dispose();
    }
}
