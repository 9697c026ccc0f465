using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Residua.Embedding;

/// <summary>
/// The gradient of the cross-entropy between the graph's memberships and the plane's: along an edge towards its other end with
/// -2ab d^(2b-2) / (1 + a d^(2b)), away from points drawn at random with 2b / ((0.001 + d²)(1 + a d^(2b))), both times the
/// difference and cut to [-4, 4] by coordinate.
/// </summary>
/// <remarks>
/// One vector of 8 holds an edge and its 5 random points; two lanes are at the point itself, where there is no force.
/// Source: McInnes, Healy and Melville 2018, section 3.2 and algorithm 5.
/// </remarks>
internal readonly struct LayoutForces(LayoutCurve curve)
{
    private const float Cut = 4, Softening = 0.001f, LeastSquare = 1e-12f;

    private static readonly Vector256<float> s_edge = Vector256.Create(-1, 0, 0, 0, 0, 0, 0, 0).AsSingle(); // all bits in the edge's lane
    private static readonly Vector256<float> s_softening = Vector256.Create(0, Softening, Softening, Softening, Softening, Softening, Softening, Softening);

    private readonly Vector256<float> _a = Vector256.Create((float)curve.A);
    private readonly Vector256<float> _b = Vector256.Create((float)curve.B);
    private readonly Vector256<float> _attraction = Vector256.Create((float)(-2 * curve.A * curve.B));
    private readonly Vector256<float> _repulsion = Vector256.Create((float)(2 * curve.B));

    /// <summary>Moves a point along one edge and away from 5 random points.</summary>
    /// <param name="x">Its first coordinate.</param>
    /// <param name="y">Its second.</param>
    /// <param name="other">The other end of the edge.</param>
    /// <param name="plane">The positions of all points, [n,2].</param>
    /// <param name="random">The state of its generator.</param>
    /// <param name="rate">The learning rate.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(ref float x, ref float y, int other, ReadOnlySpan<float> plane, ref ulong random, float rate)
    {
        uint n = (uint)plane.Length / 2;
        ulong first = CounterRandom.Next(ref random), second = CounterRandom.Next(ref random), third = CounterRandom.Next(ref random);
        int i0 = 2 * other, i1 = Draw(first, n), i2 = Draw(first >> 32, n), i3 = Draw(second, n), i4 = Draw(second >> 32, n), i5 = Draw(third, n);
        Vector256<float> dx = Vector256.Create(x) - Vector256.Create(plane[i0], plane[i1], plane[i2], plane[i3], plane[i4], plane[i5], x, x);
        Vector256<float> dy = Vector256.Create(y) - Vector256.Create(plane[i0 + 1], plane[i1 + 1], plane[i2 + 1], plane[i3 + 1], plane[i4 + 1], plane[i5 + 1], y, y);
        Vector256<float> square = Vector256.Max((dx * dx) + (dy * dy), Vector256.Create(LeastSquare));
        Vector256<float> power = Vector256.Exp(_b * Vector256.Log(square)); // d^(2b)
        Vector256<float> force = Vector256.ConditionalSelect(s_edge, _attraction * power, _repulsion) / ((s_softening + square) * (Vector256<float>.One + (_a * power)));
        x += rate * Vector256.Sum(Bound(force * dx));
        y += rate * Vector256.Sum(Bound(force * dy));
    }

    private static Vector256<float> Bound(Vector256<float> force) =>
        Vector256.Max(Vector256.Min(force, Vector256.Create(Cut)), Vector256.Create(-Cut));

    // Twice a point in 0..n-1, by the lower 32 random bits, which leave a bias of n / 2^32.
    private static int Draw(ulong bits, uint n) => 2 * (int)(((bits & uint.MaxValue) * n) >> 32);
}
